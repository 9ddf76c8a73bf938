using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;

namespace MailAdmin.Server.Administration.Stores;

internal sealed class CheckStoreHandler(IMailStorage storage)
    : IReportingHandler<CheckStore, IReadOnlyList<MailStoreFinding>>
{
    public Task<IReadOnlyList<MailStoreFinding>> HandleAsync(
        CheckStore request, IProgress<double>? progress, CancellationToken cancellationToken) =>
        storage.TestAsync(progress, cancellationToken);
}
