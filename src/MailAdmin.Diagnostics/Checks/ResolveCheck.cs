using System.Net;
using System.Net.Sockets;

namespace MailAdmin.Diagnostics.Checks;

/// <summary>Looks the name of the server up.</summary>
internal sealed class ResolveCheck : IConnectionCheck
{
    public MailTestLayer Layer => MailTestLayer.Dns;

    public CheckOutcome? ReasonToSkip(ConnectionContext context) => null;

    public async Task<CheckOutcome> RunAsync(ConnectionContext context, CancellationToken cancellationToken)
    {
        try
        {
            context.Addresses = await context.Resolver.ResolveAsync(context.Request.Server, cancellationToken);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.TryAgain or SocketError.NoRecovery)
        {
            context.Transcript.Note(e.Message);
            return CheckOutcome.Fail(MailTestCode.ResolverUnreachable);
        }
        catch (SocketException e)
        {
            context.Transcript.Note(e.Message);
            return CheckOutcome.Fail(MailTestCode.HostNotFound);
        }

        if (context.Addresses.Count == 0)
        {
            return CheckOutcome.Fail(MailTestCode.HostNotFound);
        }

        string addresses = string.Join(", ", context.Addresses.Select(address => address.ToString()));
        context.Transcript.Note(addresses);
        return CheckOutcome.Pass("Dns", ("addresses", addresses));
    }

    /// <summary>Whether there is a name to look up at all.</summary>
    public static bool IsNeeded(ConnectionTestRequest request) =>
        request.ConnectAddress is null && !IPAddress.TryParse(request.Server, out _);
}
