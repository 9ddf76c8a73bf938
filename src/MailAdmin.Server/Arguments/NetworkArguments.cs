using System.Globalization;
using System.Net;

namespace MailAdmin.Server.Arguments;

/// <summary>Checks hosts, ports and networks that settings name, and gives them one form.</summary>
internal static class NetworkArguments
{
    private const int LargestPort = 65_535;

    /// <summary>A host name or IP address, with or without a port; IPv6 with a port in brackets.</summary>
    public static string? SmartHost(string? value, string name)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return null;
        }

        string text = value.Trim();
        (string host, string? port) = Split(text);
        RequirePort(port, text, name);
        if (!IPAddress.TryParse(host, out _) && !DomainName.TryParse(host, out _, out string reason))
        {
            throw Argument.Invalid(name, text, reason);
        }

        return text;
    }

    /// <summary>IP addresses, with or without a port.</summary>
    public static IReadOnlyList<string> NameServers(IReadOnlyList<string>? values, string name)
    {
        List<string> servers = [];
        foreach (string text in (values ?? []).Select(value => value.Trim()).Where(value => value.Length > 0).Distinct())
        {
            (string host, string? port) = Split(text);
            RequirePort(port, text, name);
            if (!IPAddress.TryParse(host, out _))
            {
                throw Argument.Invalid(name, text, "a name server is given by its IP address, as 192.0.2.53 or 192.0.2.53:53 or [2001:db8::53]:53");
            }

            servers.Add(text);
        }

        return servers;
    }

    /// <summary>Networks as address/length; a lone address is a network of one.</summary>
    public static IReadOnlyList<string> Networks(IReadOnlyList<string>? values, string name)
    {
        List<string> networks = [];
        foreach (string text in (values ?? []).Select(value => value.Trim()).Where(value => value.Length > 0))
        {
            IPNetwork network = IPAddress.TryParse(text, out IPAddress? single)
                ? Lone(single.IsIPv4MappedToIPv6 ? single.MapToIPv4() : single)
                : IPNetwork.TryParse(text, out IPNetwork parsed) ? parsed
                : throw Argument.Invalid(name, text, "a network is written as 192.0.2.0/24 or 2001:db8::/32");
            if (network.PrefixLength == 0)
            {
                throw Argument.Invalid(name, text, "this would let the whole internet send mail through this server");
            }

            networks.Add(network.ToString());
        }

        return [.. networks.Distinct()];
    }

    private static IPNetwork Lone(IPAddress address) => new(address, address.GetAddressBytes().Length * 8);

    private static (string Host, string? Port) Split(string text)
    {
        if (text.StartsWith('['))
        {
            int end = text.IndexOf(']', StringComparison.Ordinal);
            return end < 0 ? (text, null) : (text[1..end], end + 1 == text.Length ? null : text[(end + 1)..].TrimStart(':'));
        }

        int colon = text.LastIndexOf(':');
        return colon < 0 || text.IndexOf(':', StringComparison.Ordinal) != colon ? (text, null) : (text[..colon], text[(colon + 1)..]);
    }

    private static void RequirePort(string? port, string text, string name)
    {
        if (port is not null && (!int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number is 0 or > LargestPort))
        {
            throw Argument.Invalid(name, text, "a port is a number between 1 and 65535");
        }
    }
}
