using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MailAdmin.Diagnostics.Texts;
using MailAdmin.Dns;

namespace MailAdmin.Diagnostics.Blocklists;

/// <summary>
/// Asks blocklists for the addresses of a host or of a domain's mail servers. RFC 5782 §2.1 (question and answer), §2.4
/// (IPv6), §5 (the test entries 127.0.0.2, always listed, and 127.0.0.1, never): a list that fails these says nothing.
/// </summary>
public sealed class BlocklistTest(IReadOnlyList<string> nameServers, IReadOnlyList<string> zones, TimeSpan timeout, CultureInfo culture)
{
    private const int MaxAddresses = 16;
    private const int MaxReason = 300;
    private readonly DiagnosisTexts texts = DiagnosisTexts.For(culture);
    private readonly DnsLookup dns = new(
        nameServers, new DnsLimits { ServerTimeout = timeout * 0.4, QuestionTimeout = timeout, Retries = 1 }, TimeProvider.System);

    /// <summary>One result for each address and list.</summary>
    /// <exception cref="MailException">ServerNotFound: the target has no address. InvalidDomainName.</exception>
    public async Task<IReadOnlyList<MailTestResult>> RunAsync(string target, CancellationToken cancellationToken)
    {
        IReadOnlyList<(string? Host, IPAddress Address)> addresses = await AddressesAsync(target, cancellationToken);
        BlocklistZone[] lists = zones.Count > 0 ? [.. zones.Select(name => BlocklistZone.Named(DomainName.Parse(name).Ascii))] : [.. BlocklistZone.Usual];
        return await Task.WhenAll(addresses.SelectMany(item => lists
            .Where(list => list.HasIPv6 || item.Address.AddressFamily == AddressFamily.InterNetwork)
            .Select(list => TestAsync(target, item.Host, item.Address, list, cancellationToken))));
    }

    private async Task<IReadOnlyList<(string? Host, IPAddress Address)>> AddressesAsync(string target, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(target, out IPAddress? address))
        {
            return [(null, address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)];
        }

        string name = DomainName.Parse(target[(target.LastIndexOf('@') + 1)..]).Ascii;
        DnsResult<MxEntry> mx = await dns.MxAsync(name, cancellationToken);
        string[] hosts = mx.Outcome == DnsOutcome.Found ? [.. mx.Records.Select(entry => entry.Host).Where(host => host.Length > 0)] : [name];
        DnsResult<IPAddress>[] results = await Task.WhenAll(hosts.Select(host => dns.AddressesAsync(host, cancellationToken)));
        (string?, IPAddress)[] found = [.. hosts.Zip(results).SelectMany(pair => pair.Second.Records.Select(item => ((string?)pair.First, item))).Take(MaxAddresses)];
        return found.Length > 0 ? found : throw new MailException(
            MailError.ServerNotFound, $"No address was found for '{target}'{(results.FirstOrDefault(result => result.IsUnknown) is { } unknown ? $": {unknown.Problem}" : "")}.")
        {
            Target = target,
            RecommendedAction = "Check how the name is written, or give an IP address.",
        };
    }

    private async Task<MailTestResult> TestAsync(string target, string? host, IPAddress address, BlocklistZone list, CancellationToken cancellationToken)
    {
        long start = TimeProvider.System.GetTimestamp();
        string name = $"{DnsLookup.ReverseLabels(address)}.{list.Zone}";
        DnsResult<IPAddress>[] answers = await Task.WhenAll(
            new[] { name, $"2.0.0.127.{list.Zone}", $"1.0.0.127.{list.Zone}" }.Select(question => dns.AddressesAsync(question, AddressFamily.InterNetwork, cancellationToken)));
        CheckOutcome outcome = Judge(answers[0], answers[1], answers[2]);
        string[] said = [.. answers[0].Records.Select(answer => answer.ToString())];
        string reason = outcome.Code == MailTestCode.Blocklisted
            ? Clean(string.Join(' ', (await dns.TextsAsync(name, cancellationToken)).Records))
            : "";
        int language = culture.TwoLetterISOLanguageName == "ja" ? 1 : 0;
        Dictionary<string, string> values = new()
        {
            ["address"] = address.ToString(),
            ["zone"] = list.Zone,
            ["answer"] = string.Join(", ", answers.SelectMany(answer => answer.Records).Select(answer => answer.ToString()).Take(4)),
            ["meaning"] = string.Join("; ", said.Select(answer => list.Meanings.TryGetValue(answer, out string[]? meaning) ? meaning[language] : answer)),
            ["reason"] = reason,
            ["page"] = list.Page.Length > 0 ? list.Page : list.Zone,
            ["problem"] = answers.FirstOrDefault(answer => answer.IsUnknown)?.Problem ?? "",
        };
        DiagnosisText text = texts.Find(outcome.Code, outcome.Variant);
        return new MailTestResult
        {
            Target = target,
            Server = host ?? address.ToString(),
            Layer = MailTestLayer.Policy,
            Check = texts.Name("Check.Blocklist"),
            Status = outcome.Status,
            Code = outcome.Code,
            Message = DiagnosisTexts.Fill(text.Message, values),
            Explanation = DiagnosisTexts.Fill(text.Explanation, values),
            Suggestion = DiagnosisTexts.Fill(text.Suggestion, values),
            Evidence = $"{name} A {(said.Length > 0 ? string.Join(", ", said) : answers[0].Outcome)}{(reason.Length > 0 ? $"\n{name} TXT {reason}" : "")}",
            Latency = TimeProvider.System.GetElapsedTime(start),
        };
    }

    private static CheckOutcome Judge(DnsResult<IPAddress> answer, DnsResult<IPAddress> always, DnsResult<IPAddress> never)
    {
        // A list that does not answer this resolver says so by 127.255.255.x, or by REFUSED.
        if (answer.Records.Concat(always.Records).Any(IsRefusal))
        {
            return CheckOutcome.Warn(MailTestCode.BlocklistRefused);
        }

        if (answer.IsUnknown)
        {
            return CheckOutcome.Warn(MailTestCode.BlocklistRefused, "NoAnswer");
        }

        // Whoever answers everything, or from elsewhere than 127.0.0.0/8, is no blocklist any more. RFC 5782 §5
        if (never.Records.Count > 0 || answer.Records.Any(item => item.GetAddressBytes()[0] != 127))
        {
            return CheckOutcome.Warn(MailTestCode.BlocklistUnusable, "Everything");
        }

        return answer.Records.Count > 0 ? CheckOutcome.Fail(MailTestCode.Blocklisted, "Zone")
            : always.Outcome != DnsOutcome.Found ? CheckOutcome.Warn(MailTestCode.BlocklistUnusable)
            : CheckOutcome.Pass("Blocklist");
    }

    private static bool IsRefusal(IPAddress answer) => answer.GetAddressBytes() is [127, 255, 255, _];

    private static string Clean(string text) => new([.. text.Take(MaxReason).Select(c => char.IsControl(c) ? ' ' : c)]);
}
