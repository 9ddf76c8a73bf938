using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MailAdmin.Diagnostics.Texts;
using MailAdmin.Dns;

namespace MailAdmin.Diagnostics.Blocklists;

/// <summary>
/// Looks the addresses of a host, or of a domain's mail servers, up in blocklists. RFC 5782 §2.1 (question and answer),
/// §2.4 (IPv6), §5 (the test entries 127.0.0.2, always listed, and 127.0.0.1, never): the answers of a list that fails
/// these do not count.
/// </summary>
public sealed class BlocklistTest(
    IReadOnlyList<string> nameServers, IReadOnlyList<string> zones, TimeSpan timeout, CultureInfo culture)
{
    private const int MaxAddresses = 16;
    private const int MaxReason = 300;
    private readonly DnsLookup dns = new(nameServers, DnsLimits.Within(timeout), TimeProvider.System);

    /// <summary>One result for each address and list.</summary>
    /// <exception cref="MailException">ServerNotFound when the target has no address; InvalidDomainName.</exception>
    public async Task<IReadOnlyList<MailTestResult>> RunAsync(string target, CancellationToken cancellationToken)
    {
        IReadOnlyList<(string? Host, IPAddress Address)> addresses = await AddressesAsync(target, cancellationToken);
        BlocklistZone[] lists = zones.Count > 0
            ? [.. zones.Select(name => BlocklistZone.Named(DomainName.Parse(name).Ascii))]
            : [.. BlocklistZone.Usual];
        ResultWriter writer = new(culture, target, server: null, timeout);
        return await Task.WhenAll(addresses.SelectMany(item => lists
            .Where(list => list.HasIPv6 || item.Address.AddressFamily == AddressFamily.InterNetwork)
            .Select(async list =>
            {
                long started = TimeProvider.System.GetTimestamp();
                CheckOutcome outcome = await TestAsync(item.Address, list, cancellationToken);
                return writer.Write(
                    MailTestLayer.Policy,
                    "Blocklist",
                    outcome with { Host = item.Host ?? item.Address.ToString() },
                    latency: TimeProvider.System.GetElapsedTime(started));
            })));
    }

    private async Task<IReadOnlyList<(string? Host, IPAddress Address)>> AddressesAsync(
        string target, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(target, out IPAddress? address))
        {
            return [(null, address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)];
        }

        string name = DomainName.Parse(target[(target.LastIndexOf('@') + 1)..]).Ascii;
        DnsResult<MxEntry> mx = await dns.MxAsync(name, cancellationToken);
        string[] hosts = mx.Outcome == DnsOutcome.Found
            ? [.. mx.Records.Select(entry => entry.Host).Where(host => host.Length > 0)]
            : [name];
        DnsResult<IPAddress>[] results =
            await Task.WhenAll(hosts.Select(host => dns.AddressesAsync(host, cancellationToken)));
        (string?, IPAddress)[] found =
        [
            .. hosts.Zip(results)
                .SelectMany(pair => pair.Second.Records.Select(item => ((string?)pair.First, item)))
                .Take(MaxAddresses),
        ];
        if (found.Length > 0)
        {
            return found;
        }

        throw results.FirstOrDefault(result => result.IsUnknown) is { } unknown
            ? MailException.Of(
                MailError.ServerNotFound.As("Resolver"), target, WrittenReason.Read(unknown.Problem ?? ""))
            : MailException.Of(MailError.ServerNotFound.As("Address"), target);
    }

    private async Task<CheckOutcome> TestAsync(
        IPAddress address, BlocklistZone list, CancellationToken cancellationToken)
    {
        string name = $"{DnsLookup.ReverseLabels(address)}.{list.Zone}";
        string[] questions = [name, $"2.0.0.127.{list.Zone}", $"1.0.0.127.{list.Zone}"];
        DnsResult<IPAddress>[] answers = await Task.WhenAll(questions.Select(
            question => dns.AddressesAsync(question, AddressFamily.InterNetwork, cancellationToken)));
        CheckOutcome outcome = Evaluate(answers[0], answers[1], answers[2]);
        string[] listed = [.. answers[0].Records.Select(answer => answer.ToString())];
        string evidence = $"{name} A {(listed.Length > 0 ? string.Join(", ", listed) : answers[0].Outcome)}";
        string reason = "";
        if (outcome.Code == MailTestCode.Blocklisted)
        {
            IReadOnlyList<string> texts = (await dns.TextsAsync(name, cancellationToken)).Records;
            reason = SafeText.WithoutControls(string.Join(' ', texts), MaxReason);
            evidence += reason.Length > 0 ? $"\n{name} TXT {reason}" : "";
        }

        int language = culture.TwoLetterISOLanguageName == "ja" ? 1 : 0;
        return outcome
            .With(
                ("address", address.ToString()),
                ("zone", list.Zone),
                ("answer", string.Join(", ", answers.SelectMany(answer => answer.Records).Take(4))),
                ("meaning", string.Join("; ", listed.Select(
                    answer => list.Meanings.TryGetValue(answer, out string[]? meaning) ? meaning[language] : answer))),
                ("reason", reason),
                ("page", list.Page.Length > 0 ? list.Page : list.Zone),
                ("problem", answers.FirstOrDefault(answer => answer.IsUnknown)?.Problem ?? ""))
            .WithEvidence(evidence);
    }

    private static CheckOutcome Evaluate(
        DnsResult<IPAddress> answer, DnsResult<IPAddress> always, DnsResult<IPAddress> never)
    {
        // A list that does not answer this resolver says so by 127.255.255.x, or by REFUSED.
        if (answer.Records.Concat(always.Records).Any(item => item.GetAddressBytes() is [127, 255, 255, _]))
        {
            return CheckOutcome.Warn(MailTestCode.BlocklistRefused);
        }

        if (answer.IsUnknown)
        {
            return CheckOutcome.Warn(MailTestCode.BlocklistRefused, "NoAnswer");
        }

        // A zone that lists everything, or answers from outside of 127.0.0.0/8, is no longer a blocklist. RFC 5782 §5
        if (never.Records.Count > 0 || answer.Records.Any(item => item.GetAddressBytes()[0] != 127))
        {
            return CheckOutcome.Warn(MailTestCode.BlocklistUnusable, "Everything");
        }

        return answer.Records.Count > 0 ? CheckOutcome.Fail(MailTestCode.Blocklisted, "Zone")
            : always.Outcome != DnsOutcome.Found ? CheckOutcome.Warn(MailTestCode.BlocklistUnusable)
            : CheckOutcome.Pass("Blocklist");
    }
}
