using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace MailAdmin.Diagnostics.Connection;

/// <summary>Looks whether this machine is on a network at all, before anybody waits for an answer from there.</summary>
internal sealed class NetworkCheck : IConnectionCheck
{
    public MailTestLayer Layer => MailTestLayer.Network;

    /// <summary>Whether the server is on another machine.</summary>
    public static bool IsNeeded(ConnectionTestRequest request)
    {
        if (request.Server.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        IPAddress? address = request.ConnectAddress ?? (IPAddress.TryParse(request.Server, out IPAddress? literal) ? literal : null);
        return address is null || !IPAddress.IsLoopback(address);
    }

    public CheckOutcome? ReasonToSkip(ConnectionContext context) => null;

    public Task<CheckOutcome> RunAsync(ConnectionContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<IPAddress> addresses;
        try
        {
            addresses = context.Network.FindAddresses();
        }
        catch (NetworkInformationException e)
        {
            context.Transcript.Note(e.Message);
            return Task.FromResult(CheckOutcome.Pass("Network", ("addresses", "-")));
        }

        if (addresses.Count == 0)
        {
            context.Transcript.Note("no own address");
        }

        foreach (IPAddress address in addresses)
        {
            context.Transcript.Note($"own address {address}");
        }

        // An adapter gives itself an address of its link where nobody gave it one. RFC 3927 §2.1, RFC 4862 §5.3
        IPAddress[] given = [.. addresses.Where(address => !IsOfLinkOnly(address))];
        IPAddress[] usable = given.Length == 0 && IsOnLink(context.Request.Server) ? [.. addresses] : given;
        return Task.FromResult(usable.Length == 0
            ? CheckOutcome.Fail(MailTestCode.NetworkUnreachable, "None")
            : CheckOutcome.Pass("Network", ("addresses", string.Join(", ", usable.Take(3).Select(address => address.ToString())))));
    }

    private static bool IsOnLink(string server) =>
        server.EndsWith(".local", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(server, out IPAddress? address) && IsOfLinkOnly(address));

    private static bool IsOfLinkOnly(IPAddress address) =>
        address.IsIPv6LinkLocal || (address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes() is [169, 254, _, _]);
}
