using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;

namespace MailAdmin.Server.Administration.Stores;

internal sealed class BackupStoreHandler(IMailStorage storage) : IReportingHandler<BackupStore, MailStoreBackup>
{
    public async Task<MailStoreBackup> HandleAsync(
        BackupStore request, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        MailStoreBackup backup = await storage.BackupAsync(request.Options, progress, cancellationToken);
        await storage.Directory.UpdateSettingsAsync(
            settings => settings with { LastBackup = backup.Created }, request.Origin, cancellationToken);
        return backup;
    }
}
