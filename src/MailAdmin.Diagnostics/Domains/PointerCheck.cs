using System.Net;
using MailAdmin.Dns;

namespace MailAdmin.Diagnostics.Domains;

/// <summary>PTR of the mail hosts' addresses, which many servers compare with their own lookup. RFC 1912 §2.1</summary>
internal sealed class PointerCheck() : DomainCheck(MailTestLayer.Dns, "ZonePtr")
{
    private const int MaxNames = 5;

    public override async Task<IReadOnlyList<CheckOutcome>> RunAsync(
        DomainContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> hosts = await context.MailHostsAsync(cancellationToken);
        DnsResult<IPAddress>[] results =
            await Task.WhenAll(hosts.Select(host => context.Dns.AddressesAsync(host, cancellationToken)));
        (string Host, IPAddress Address)[] all =
        [
            .. hosts.Zip(results).SelectMany(pair => pair.Second.Records
                .Where(address => !HostAddressCheck.IsPrivate(address))
                .Select(address => (pair.First, address))),
        ];
        CheckOutcome none = all.Length == 0
            ? CheckOutcome.Skip("ZoneNoHost")
            : CheckOutcome.Pass("ZonePtr")
                .WithEvidence(string.Join('\n', all.Select(item => $"{item.Address} PTR: confirmed")));
        return await CheckAllAsync(
            all,
            async item => await CheckAsync(context, item.Address, cancellationToken) is { } problem
                ? problem with { Host = item.Host }
                : null,
            none);
    }

    private static async Task<CheckOutcome?> CheckAsync(
        DomainContext context, IPAddress address, CancellationToken cancellationToken)
    {
        DnsResult<string> names = await context.Dns.NamesAsync(address, cancellationToken);
        if (names.IsUnknown)
        {
            return Unknown(address.ToString(), names);
        }

        if (names.IsNone)
        {
            return CheckOutcome.Warn(MailTestCode.PtrMissing, ("address", address.ToString()))
                .WithEvidence($"{address} PTR: {names.Outcome}");
        }

        foreach (string name in names.Records.Take(MaxNames))
        {
            if ((await context.Dns.AddressesAsync(name, cancellationToken)).Records.Contains(address))
            {
                return null;
            }
        }

        return CheckOutcome
            .Warn(MailTestCode.PtrMismatch, ("address", address.ToString()), ("name", names.Records[0]))
            .WithEvidence($"{address} PTR {string.Join(", ", names.Records)}");
    }
}
