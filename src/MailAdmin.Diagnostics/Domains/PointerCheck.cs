using System.Net;
using MailAdmin.Dns;

namespace MailAdmin.Diagnostics.Domains;

/// <summary>
/// PTR of the mail hosts' addresses, and that the name leads back to the address: many servers take no mail from a host
/// without. RFC 1912 §2.1
/// </summary>
internal sealed class PointerCheck : IDomainCheck
{
    private const int MaxNames = 5;

    public MailTestLayer Layer => MailTestLayer.Dns;

    public string Name => "ZonePtr";

    public async Task<IReadOnlyList<DomainFinding>> RunAsync(DomainContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> hosts = await context.MailHostsAsync(cancellationToken);
        DnsResult<IPAddress>[] results = await Task.WhenAll(hosts.Select(host => context.Dns.AddressesAsync(host, cancellationToken)));
        (string Host, IPAddress Address)[] all = [.. hosts.Zip(results)
            .SelectMany(pair => pair.Second.Records.Where(address => !HostAddressCheck.IsPrivate(address)).Select(address => (pair.First, address)))];
        DomainFinding?[] problems = await Task.WhenAll(all.Select(item => LookAtAsync(context, item.Host, item.Address, cancellationToken)));
        DomainFinding[] found = [.. problems.OfType<DomainFinding>()];
        return (all.Length, found.Length) switch
        {
            (0, _) => [DomainFinding.Skip("ZoneNoHost")],
            (_, 0) => [DomainFinding.Pass("ZonePtr", string.Join('\n', all.Select(item => $"{item.Address} PTR: confirmed")))],
            _ => found,
        };
    }

    private static async Task<DomainFinding?> LookAtAsync(DomainContext context, string host, IPAddress address, CancellationToken cancellationToken)
    {
        DnsResult<string> names = await context.Dns.NamesAsync(address, cancellationToken);
        if (names.Outcome != DnsOutcome.Found)
        {
            return (names.IsNone
                ? DomainFinding.Warn(MailTestCode.PtrMissing, "", $"{address} PTR: {names.Outcome}", ("address", address.ToString()))
                : DomainFinding.Unknown(address.ToString(), names)).At(host);
        }

        foreach (string name in names.Records.Take(MaxNames))
        {
            if ((await context.Dns.AddressesAsync(name, cancellationToken)).Records.Contains(address))
            {
                return null;
            }
        }

        return DomainFinding.Warn(
            MailTestCode.PtrMismatch, "", $"{address} PTR {string.Join(", ", names.Records)}", ("address", address.ToString()), ("name", names.Records[0])).At(host);
    }
}
