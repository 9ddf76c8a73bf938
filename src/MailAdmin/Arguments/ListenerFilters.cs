using MailAdmin.Requests;

namespace MailAdmin.Arguments;

/// <summary>Makes filters of what the listener cmdlets take.</summary>
internal static class ListenerFilters
{
    /// <summary>One filter for each pair of a protocol and a port; none given matches all.</summary>
    public static IEnumerable<ListenerFilter> Of(MailProtocol[]? protocols, int[]? ports)
    {
        IEnumerable<MailProtocol?> wantedProtocols = protocols is { Length: > 0 }
            ? protocols.Distinct().Cast<MailProtocol?>()
            : [null];
        IEnumerable<int?> wantedPorts = ports is { Length: > 0 } ? ports.Distinct().Cast<int?>() : [null];
        return wantedProtocols.SelectMany(
            protocol => wantedPorts.Select(port => new ListenerFilter { Protocol = protocol, Port = port }));
    }
}
