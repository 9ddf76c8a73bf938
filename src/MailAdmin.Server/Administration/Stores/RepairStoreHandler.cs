using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;

namespace MailAdmin.Server.Administration.Stores;

internal sealed class RepairStoreHandler(IMailStorage storage)
    : IReportingHandler<RepairStore, IReadOnlyList<MailStoreFinding>>
{
    public Task<IReadOnlyList<MailStoreFinding>> HandleAsync(
        RepairStore request, IProgress<double>? progress, CancellationToken cancellationToken) =>
        storage.RepairAsync(request.Findings, progress, cancellationToken);
}
