using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;
using MailAdmin.Server.Secrets;

namespace MailAdmin.Server.Administration.Stores;

internal sealed class CheckStoreHandler(IMailStorage storage, KeyCheck keys)
    : IReportingHandler<CheckStore, IReadOnlyList<MailStoreFinding>>
{
    public async Task<IReadOnlyList<MailStoreFinding>> HandleAsync(
        CheckStore request, IProgress<double>? progress, CancellationToken cancellationToken) =>
    [
        .. await storage.TestAsync(progress, cancellationToken), .. await keys.FindAsync(cancellationToken),
    ];
}
