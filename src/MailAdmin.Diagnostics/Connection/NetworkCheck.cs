using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace MailAdmin.Diagnostics.Connection;

/// <summary>Checks whether this machine is on a network, before anything waits for an answer.</summary>
internal sealed class NetworkCheck() : ConnectionCheck(MailTestLayer.Network)
{
    /// <summary>Whether the server is on another machine.</summary>
    public static bool IsNeeded(ConnectionTestRequest request)
    {
        if (request.Server.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        IPAddress? address = request.ConnectAddress
            ?? (IPAddress.TryParse(request.Server, out IPAddress? literal) ? literal : null);
        return address is null || !IPAddress.IsLoopback(address);
    }

    public override Task<CheckOutcome> RunAsync(ConnectionContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Evaluate(context));

    private static CheckOutcome Evaluate(ConnectionContext context)
    {
        IReadOnlyList<IPAddress> addresses;
        try
        {
            addresses = context.Network.FindAddresses();
        }
        catch (NetworkInformationException e)
        {
            context.Transcript.AddRemark(e.Message);
            return CheckOutcome.Pass("Network", ("addresses", "-"));
        }

        context.Transcript.AddRemark($"own addresses: {string.Join(", ", addresses)}");

        // An adapter gives itself a link-local address when nobody gave it another. RFC 3927 §2.1, RFC 4862 §5.3
        IPAddress[] given = [.. addresses.Where(address => !IsLinkLocal(address))];
        IPAddress[] usable = given.Length == 0 && IsOnLink(context.Request.Server) ? [.. addresses] : given;
        return usable.Length == 0
            ? CheckOutcome.Fail(MailTestCode.NetworkUnreachable, "None")
            : CheckOutcome.Pass("Network", ("addresses", string.Join(", ", usable.Take(3))));
    }

    private static bool IsOnLink(string server) =>
        server.EndsWith(".local", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(server, out IPAddress? address) && IsLinkLocal(address));

    private static bool IsLinkLocal(IPAddress address) =>
        address.IsIPv6LinkLocal
        || (address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes() is [169, 254, _, _]);
}
