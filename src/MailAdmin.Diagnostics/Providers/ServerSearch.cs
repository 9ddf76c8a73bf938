using System.Globalization;
using System.Net;
using System.Security;
using System.Text;
using MailAdmin.Diagnostics.Texts;
using MailAdmin.Diagnostics.Web;
using MailAdmin.Diagnostics.Wire;
using MailAdmin.Dns;

namespace MailAdmin.Diagnostics.Providers;

/// <summary>
/// Finds the servers of an address, from the most to the least certain: what the domain publishes for mail programs
/// (autoconfig, autodiscover, SRV of RFC 6186 and RFC 8314 §5.1), the table of known providers by domain and by MX, and
/// guessed names, which are given only when the protocol answers there.
/// </summary>
public sealed class ServerSearch
{
    private const string AutodiscoverSchema = "http://schemas.microsoft.com/exchange/autodiscover/outlook/";

    private static readonly (string Service, MailProtocol Protocol, TlsMode Mode)[] Services =
    [
        ("_imaps", MailProtocol.Imap, TlsMode.Implicit),
        ("_imap", MailProtocol.Imap, TlsMode.StartTls),
        ("_pop3s", MailProtocol.Pop3, TlsMode.Implicit),
        ("_pop3", MailProtocol.Pop3, TlsMode.StartTls),
        ("_submissions", MailProtocol.Submission, TlsMode.Implicit),
        ("_submission", MailProtocol.Submission, TlsMode.StartTls),
    ];

    private static readonly (MailProtocol Protocol, string[] Labels)[] Guesses =
    [
        (MailProtocol.Imap, ["imap", "mail"]),
        (MailProtocol.Pop3, ["pop", "pop3", "mail"]),
        (MailProtocol.Submission, ["smtp", "mail"]),
    ];

    private readonly EmailAddress address;
    private readonly string domain;
    private readonly DnsLookup dns;
    private readonly WebReader web;
    private readonly CultureInfo culture;
    private readonly IReadOnlyList<KnownEndPoint> guessedPorts;

    internal ServerSearch(
        EmailAddress address,
        DnsLookup dns,
        WebReader web,
        CultureInfo culture,
        IReadOnlyList<KnownEndPoint> guessedPorts)
    {
        this.address = address;
        this.dns = dns;
        this.web = web;
        this.culture = culture;
        this.guessedPorts = guessedPorts;
        domain = address.Domain.Ascii;
    }

    /// <summary>The settings, best first; each server once, with every source that names it.</summary>
    public static async Task<IReadOnlyList<MailServerSetting>> FindAsync(
        EmailAddress address, IReadOnlyList<string> nameServers, TimeSpan timeout, CancellationToken cancellationToken)
    {
        DnsLimits limits = new() { ServerTimeout = timeout / 2, QuestionTimeout = timeout, Retries = 0 };
        DnsLookup dns = new(nameServers, limits, TimeProvider.System);
        using WebReader web = WebReader.Create(timeout, TimeProvider.System, nameServers.Count > 0 ? dns : null);
        ServerSearch search = new(address, dns, web, CultureInfo.CurrentUICulture, StandardPorts.All);
        return await search.FindAsync(cancellationToken);
    }

    internal async Task<IReadOnlyList<MailServerSetting>> FindAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<MailServerSetting>[] published = await Task.WhenAll(
            AutoconfigAsync(cancellationToken),
            AutodiscoverAsync(cancellationToken),
            ServicesAsync(cancellationToken),
            ProviderAsync(cancellationToken));
        IReadOnlyList<MailServerSetting> all = [.. published.SelectMany(found => found)];

        // A source that names some servers and not others does so on purpose: a provider without POP3 needs no guess.
        all = all.Count > 0 ? all : await GuessAsync(cancellationToken);
        return
        [
            .. all.GroupBy(setting => (setting.Protocol, setting.Server, setting.Port)).Select(Join)
                .OrderBy(setting => Rank(setting.Protocol)),
        ];
    }

    /// <summary>The order in which protocols are listed: to read mail before to send it.</summary>
    internal static int Rank(MailProtocol protocol) => protocol switch
    {
        MailProtocol.Imap => 0,
        MailProtocol.Pop3 => 1,
        _ => 2,
    };

    private static MailServerSetting Join(IEnumerable<MailServerSetting> same)
    {
        MailServerSetting[] all = [.. same];
        return all[0] with
        {
            Source = string.Join(", ", all.Select(setting => setting.Source).Distinct()),
            UserName = all.Select(setting => setting.UserName).FirstOrDefault(name => name.Length > 0) ?? "",
            Note = string.Join(" ", all.Select(setting => setting.Note).Where(note => note.Length > 0).Distinct()),
        };
    }

    private async Task<IReadOnlyList<MailServerSetting>> AutoconfigAsync(CancellationToken cancellationToken)
    {
        string parameter = $"emailaddress={Uri.EscapeDataString(address.ToString())}";
        Uri[] places =
        [
            new($"https://autoconfig.{domain}/mail/config-v1.1.xml?{parameter}"),
            new($"https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml"),
        ];
        WebAnswer[] answers = await Task.WhenAll(places.Select(place => web.GetAsync(
            place, "application/xml", ClientConfiguration.MaxSize, followRedirects: true, cancellationToken)));
        return answers.Where(answer => answer.IsSuccess)
            .Select(answer => ClientConfiguration.ReadAutoconfig(answer.Content, address))
            .FirstOrDefault(settings => settings.Count > 0) ?? [];
    }

    private async Task<IReadOnlyList<MailServerSetting>> AutodiscoverAsync(CancellationToken cancellationToken)
    {
        string question = $"""
            <?xml version="1.0" encoding="utf-8"?>
            <Autodiscover xmlns="{AutodiscoverSchema}requestschema/2006"><Request>
            <EMailAddress>{SecurityElement.Escape(address.ToString())}</EMailAddress>
            <AcceptableResponseSchema>{AutodiscoverSchema}responseschema/2006a</AcceptableResponseSchema>
            </Request></Autodiscover>
            """;
        Uri place = new($"https://autodiscover.{domain}/autodiscover/autodiscover.xml");
        WebAnswer answer = await web.PostAsync(
            place, "text/xml", Encoding.UTF8.GetBytes(question), ClientConfiguration.MaxSize, cancellationToken);
        return answer.IsSuccess ? ClientConfiguration.ReadAutodiscover(answer.Content, address) : [];
    }

    private async Task<IReadOnlyList<MailServerSetting>> ServicesAsync(CancellationToken cancellationToken)
    {
        DnsResult<ServiceEntry>[] results = await Task.WhenAll(
            Services.Select(service => dns.ServicesAsync($"{service.Service}._tcp.{domain}", cancellationToken)));

        // An empty name says that there is no such service. RFC 6186 §3.4
        return
        [
            .. Services.Zip(results).SelectMany(pair => pair.Second.Records
                .Where(entry => entry.Host.Length > 0 && entry.Port > 0)
                .Select(entry => Setting(
                    new KnownEndPoint(pair.First.Protocol, entry.Port, pair.First.Mode), entry.Host, "Srv"))),
        ];
    }

    private async Task<IReadOnlyList<MailServerSetting>> ProviderAsync(CancellationToken cancellationToken)
    {
        if (KnownProvider.ByDomain(domain) is { } own)
        {
            return [.. own.SettingsFor(address, culture)];
        }

        DnsResult<MxEntry> mx = await dns.MxAsync(domain, cancellationToken);
        KnownProvider? host = mx.Records.Select(entry => KnownProvider.ByMailHost(entry.Host))
            .FirstOrDefault(provider => provider is not null);
        IEnumerable<MailServerSetting> settings = host?.SettingsFor(address, culture) ?? [];
        return [.. settings.Select(setting => setting with { Source = "Mx", UserName = address.ToString() })];
    }

    private async Task<IReadOnlyList<MailServerSetting>> GuessAsync(CancellationToken cancellationToken)
    {
        DnsResult<MxEntry> mx = await dns.MxAsync(domain, cancellationToken);
        string[] exchangers =
            [.. mx.Records.Select(entry => entry.Host).Where(host => DomainName.TryParse(host, out _)).Take(2)];
        IEnumerable<Task<MailServerSetting?>> attempts =
            from guess in Guesses
            from host in guess.Labels.Select(label => $"{label}.{domain}").Concat(exchangers).Distinct()
            from port in guessedPorts.Where(port => port.Protocol == guess.Protocol)
            select TryAsync(host, port, cancellationToken);
        return [.. (await Task.WhenAll(attempts)).OfType<MailServerSetting>()];
    }

    private async Task<MailServerSetting?> TryAsync(
        string host, KnownEndPoint port, CancellationToken cancellationToken)
    {
        DnsResult<IPAddress> addresses = await dns.AddressesAsync(host, cancellationToken);
        if (addresses.Records.Count == 0)
        {
            return null;
        }

        ServiceKind kind = await PortRecognizer.RecognizeAsync(
            addresses.Records[0], port.Port, port.TlsMode, Timeouts.Guess, TimeProvider.System, cancellationToken);
        return kind != ServiceRecognizer.KindOf(port.Protocol) ? null : Setting(port, host, "Guess") with
        {
            Note = DiagnosisTexts.For(culture).Name("Setting.Guess"),
        };
    }

    private MailServerSetting Setting(KnownEndPoint at, string host, string source) => new()
    {
        Address = address.ToString(),
        Protocol = at.Protocol,
        Server = host,
        Port = at.Port,
        TlsMode = at.TlsMode,
        UserName = address.ToString(),
        Source = source,
    };
}
