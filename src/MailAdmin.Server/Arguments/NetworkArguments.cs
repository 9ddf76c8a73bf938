using System.Net;
using MailAdmin.Texts;

namespace MailAdmin.Server.Arguments;

/// <summary>Checks hosts, ports and networks that settings name, and gives them one form.</summary>
internal static class NetworkArguments
{
    /// <summary>A host name or IP address, with or without a port; IPv6 with a port in brackets.</summary>
    public static string? SmartHost(string? value, string name)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return null;
        }

        string text = value.Trim();
        return HostEndPoint.TryParse(text, out _, out MailText? reason)
            ? text
            : throw Argument.Invalid(name, text, reason);
    }

    /// <summary>IP addresses, with or without a port.</summary>
    public static IReadOnlyList<string> NameServers(IReadOnlyList<string>? values, string name)
    {
        List<string> servers = [];
        foreach (string text in (values ?? []).Select(value => value.Trim()).Where(value => value.Length > 0)
            .Distinct())
        {
            if (!HostEndPoint.TryParse(text, out HostEndPoint? server, out _) || server.Address is null)
            {
                throw Argument.Invalid(name, text, MailText.Of("Reason.NotAnIPAddress"));
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
                : throw Argument.Invalid(name, text, MailText.Of("Reason.NotANetwork"));
            if (network.PrefixLength == 0)
            {
                throw Argument.Invalid(name, text, MailText.Of("Reason.WholeInternet"));
            }

            networks.Add(network.ToString());
        }

        return [.. networks.Distinct()];
    }

    private static IPNetwork Lone(IPAddress address) => new(address, address.GetAddressBytes().Length * 8);
}
