using MailAdmin.Contracts;
using MailAdmin.Server.Arguments;
using MailAdmin.Server.Secrets;

namespace MailAdmin.Server.Administration.Stores;

/// <summary>Shows the store as a whole.</summary>
internal sealed class StoreView(IMailStorage storage, KeyCheck keys)
{
    public async Task<MailStore> ShowAsync(CancellationToken cancellationToken)
    {
        StoreSettings settings = await storage.Directory.GetSettingsAsync(cancellationToken);
        (long size, long messages) = await storage.MeasureAsync(cancellationToken);
        return PropertyCopy.All(settings, new MailStore
        {
            Path = storage.Path,
            HostName = settings.HostName,
            SchemaVersion = storage.SchemaVersion,
            Size = size,
            DomainCount = await storage.Directory.Domains.CountAsync(domain: null, cancellationToken),
            AccountCount = await storage.Directory.Accounts.CountAsync(domain: null, cancellationToken),
            MessageCount = messages,
            OwnerProcessId = Environment.ProcessId,
            Finding =
            [
                .. storage.OpeningFindings
                    .Where(finding => finding.Severity != FindingSeverity.Information)
                    .Concat(await keys.FindAsync(cancellationToken))
                    .Select(finding => finding with { StorePath = storage.Path }),
            ],
        });
    }
}
