using System.Net;
using System.Net.Sockets;
using MailAdmin.Dns;

namespace MailAdmin.Diagnostics.Domains;

/// <summary>A and AAAA of the mail hosts: whether they are public. RFC 6890 (special addresses)</summary>
internal sealed class HostAddressCheck() : DomainCheck(MailTestLayer.Dns, "ZoneAddress")
{
    /// <summary>Whether an address can be reached within its own network only.</summary>
    public static bool IsPrivate(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return IPAddress.IsLoopback(address) || address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal
                || address.Equals(IPAddress.IPv6Any)
                || (address.IsIPv4MappedToIPv6 && IsPrivate(address.MapToIPv4()));
        }

        byte[] bytes = address.GetAddressBytes();
        return (bytes[0], bytes[1]) is (0 or 10 or 127, _) or (172, >= 16 and <= 31) or (192, 168) or (169, 254)
            or (100, >= 64 and <= 127) or (>= 224, _);
    }

    public override async Task<IReadOnlyList<CheckOutcome>> RunAsync(
        DomainContext context, CancellationToken cancellationToken) => await CheckAllAsync(
            await context.MailHostsAsync(cancellationToken),
            host => CheckAsync(context, host, cancellationToken),
            CheckOutcome.Skip("ZoneNoHost"));

    private static async Task<CheckOutcome?> CheckAsync(
        DomainContext context, string host, CancellationToken cancellationToken)
    {
        // A host without an address is an outcome of the MX records.
        DnsResult<IPAddress> result = await context.Dns.AddressesAsync(host, cancellationToken);
        if (result.Outcome != DnsOutcome.Found)
        {
            return null;
        }

        IPAddress[] unreachable = [.. result.Records.Where(IsPrivate)];
        CheckOutcome outcome = unreachable.Length == 0 ? CheckOutcome.Pass("ZoneAddress")
            : unreachable.Length == result.Records.Count ? CheckOutcome.Fail(MailTestCode.MxPrivateAddress)
            : CheckOutcome.Warn(MailTestCode.MxPrivateAddress);
        IEnumerable<string> evidence = result.Records.Select(
            address => $"{host} {(address.AddressFamily == AddressFamily.InterNetwork ? "A" : "AAAA")} {address}");
        return outcome
            .With(("addresses", string.Join(", ", unreachable.Length == 0 ? result.Records : unreachable)))
            .WithEvidence(string.Join('\n', evidence)) with { Host = host };
    }
}
