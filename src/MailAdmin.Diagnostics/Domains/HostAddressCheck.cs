using System.Net;
using System.Net.Sockets;
using MailAdmin.Dns;

namespace MailAdmin.Diagnostics.Domains;

/// <summary>A and AAAA of the mail hosts: that they can be reached from the Internet. RFC 6890 (special addresses)</summary>
internal sealed class HostAddressCheck : IDomainCheck
{
    public MailTestLayer Layer => MailTestLayer.Dns;

    public string Name => "ZoneAddress";

    /// <summary>Whether nobody outside of the own network can reach an address.</summary>
    public static bool IsPrivate(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return IPAddress.IsLoopback(address) || address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal || address.Equals(IPAddress.IPv6Any)
                || (address.IsIPv4MappedToIPv6 && IsPrivate(address.MapToIPv4()));
        }

        byte[] octets = address.GetAddressBytes();
        return (octets[0], octets[1]) is (0 or 10 or 127, _) or (172, >= 16 and <= 31) or (192, 168) or (169, 254) or (100, >= 64 and <= 127) or (>= 224, _);
    }

    public async Task<IReadOnlyList<DomainFinding>> RunAsync(DomainContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> hosts = await context.MailHostsAsync(cancellationToken);
        DomainFinding?[] findings = await Task.WhenAll(hosts.Select(host => LookAtAsync(context, host, cancellationToken)));
        DomainFinding[] found = [.. findings.OfType<DomainFinding>()];
        return found.Length > 0 ? found : [DomainFinding.Skip("ZoneNoHost")];
    }

    private static async Task<DomainFinding?> LookAtAsync(DomainContext context, string host, CancellationToken cancellationToken)
    {
        // What has no address is a finding of the MX records.
        DnsResult<IPAddress> result = await context.Dns.AddressesAsync(host, cancellationToken);
        if (result.Outcome != DnsOutcome.Found)
        {
            return null;
        }

        string evidence = string.Join('\n', result.Records.Select(address => $"{host} {(address.AddressFamily == AddressFamily.InterNetwork ? "A" : "AAAA")} {address}"));
        IPAddress[] unreachable = [.. result.Records.Where(IsPrivate)];
        DomainFinding finding = unreachable.Length == 0
            ? DomainFinding.Pass("ZoneAddress", evidence, ("addresses", string.Join(", ", result.Records)))
            : unreachable.Length == result.Records.Count
                ? DomainFinding.Fail(MailTestCode.MxPrivateAddress, "", evidence, ("addresses", string.Join<IPAddress>(", ", unreachable)))
                : DomainFinding.Warn(MailTestCode.MxPrivateAddress, "", evidence, ("addresses", string.Join<IPAddress>(", ", unreachable)));
        return finding.At(host);
    }
}
