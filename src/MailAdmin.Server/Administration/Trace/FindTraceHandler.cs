using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;

namespace MailAdmin.Server.Administration.Trace;

internal sealed class FindTraceHandler(IMailTrace trace) : IStreamHandler<FindTrace, MailTraceEvent>
{
    public IAsyncEnumerable<MailTraceEvent> HandleAsync(FindTrace request, CancellationToken cancellationToken) =>
        trace.FindAsync(request.Filter, cancellationToken);
}
