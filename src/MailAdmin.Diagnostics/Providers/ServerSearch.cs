using System.Globalization;
using System.Net;
using System.Text;
using MailAdmin.Diagnostics.Connection;
using MailAdmin.Diagnostics.Web;
using MailAdmin.Diagnostics.Wire;
using MailAdmin.Dns;

namespace MailAdmin.Diagnostics.Providers;

/// <summary>
/// Finds the servers of an address, from the most to the least certain: what the domain tells mail programs (autoconfig,
/// autodiscover, SRV of RFC 6186 and RFC 8314 §5.1), the table of known providers by domain and by MX, and names that are
/// guessed and only given when the protocol answers there.
/// </summary>
public sealed class ServerSearch
{
    private static readonly (string Service, MailProtocol Protocol, TlsMode Mode)[] Services =
    [
        ("_imaps", MailProtocol.Imap, TlsMode.Implicit), ("_imap", MailProtocol.Imap, TlsMode.StartTls),
        ("_pop3s", MailProtocol.Pop3, TlsMode.Implicit), ("_pop3", MailProtocol.Pop3, TlsMode.StartTls),
        ("_submissions", MailProtocol.Submission, TlsMode.Implicit), ("_submission", MailProtocol.Submission, TlsMode.StartTls),
    ];

    private static readonly (MailProtocol Protocol, string[] Labels)[] Guesses =
    [
        (MailProtocol.Imap, ["imap", "mail"]), (MailProtocol.Pop3, ["pop", "pop3", "mail"]), (MailProtocol.Submission, ["smtp", "mail"]),
    ];

    private readonly EmailAddress address;
    private readonly DnsLookup dns;
    private readonly WebReader web;
    private readonly CultureInfo culture;
    private readonly IReadOnlyList<KnownEndPoint> guessedPorts;

    internal ServerSearch(EmailAddress address, DnsLookup dns, WebReader web, CultureInfo culture, IReadOnlyList<KnownEndPoint> guessedPorts)
    {
        this.address = address;
        this.dns = dns;
        this.web = web;
        this.culture = culture;
        this.guessedPorts = guessedPorts;
    }

    /// <summary>The settings, best first; each server once, with every source that names it.</summary>
    public static async Task<IReadOnlyList<MailServerSetting>> FindAsync(
        EmailAddress address, IReadOnlyList<string> nameServers, TimeSpan timeout, CancellationToken cancellationToken)
    {
        DnsLimits limits = new() { ServerTimeout = timeout / 2, QuestionTimeout = timeout, Retries = 0 };
        DnsLookup dns = new(nameServers, limits, TimeProvider.System);
        using WebReader web = WebReader.Create(timeout, TimeProvider.System, nameServers.Count > 0 ? dns : null);
        return await new ServerSearch(address, dns, web, CultureInfo.CurrentUICulture, StandardPorts.All).FindAsync(cancellationToken);
    }

    internal async Task<IReadOnlyList<MailServerSetting>> FindAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<MailServerSetting>[] told = await Task.WhenAll(
            AutoconfigAsync(cancellationToken), AutodiscoverAsync(cancellationToken), ServicesAsync(cancellationToken), ProviderAsync(cancellationToken));
        List<MailServerSetting> all = [.. told.SelectMany(found => found)];
        MailProtocol[] missing = [.. Guesses.Select(guess => guess.Protocol).Where(protocol => !all.Exists(setting => setting.Protocol == protocol))];

        // Who names some servers and not others means it: a provider without POP3 needs no guess.
        IReadOnlyList<MailServerSetting> guessed = all.Count > 0 ? [] : await GuessAsync(missing, cancellationToken);
        return [.. all.Concat(guessed).GroupBy(setting => (setting.Protocol, setting.Server, setting.Port)).Select(Join).OrderBy(Rank)];
    }

    private static int Rank(MailServerSetting setting) => setting.Protocol switch
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
        string domain = address.Domain.Ascii;
        Uri[] places =
        [
            new($"https://autoconfig.{domain}/mail/config-v1.1.xml?emailaddress={Uri.EscapeDataString(address.ToString())}"),
            new($"https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml"),
        ];
        WebAnswer[] answers = await Task.WhenAll(
            places.Select(place => web.GetAsync(place, "application/xml", ClientConfiguration.MaxSize, followRedirects: true, cancellationToken)));
        return answers.Where(answer => answer.IsSuccess).Select(answer => ClientConfiguration.ReadAutoconfig(answer.Content, address))
            .FirstOrDefault(settings => settings.Count > 0) ?? [];
    }

    private async Task<IReadOnlyList<MailServerSetting>> AutodiscoverAsync(CancellationToken cancellationToken)
    {
        string question = $"""
            <?xml version="1.0" encoding="utf-8"?>
            <Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006"><Request><EMailAddress>{System.Security.SecurityElement.Escape(address.ToString())}</EMailAddress><AcceptableResponseSchema>http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a</AcceptableResponseSchema></Request></Autodiscover>
            """;
        Uri place = new($"https://autodiscover.{address.Domain.Ascii}/autodiscover/autodiscover.xml");
        WebAnswer answer = await web.PostAsync(place, "text/xml", Encoding.UTF8.GetBytes(question), ClientConfiguration.MaxSize, cancellationToken);
        return answer.IsSuccess ? ClientConfiguration.ReadAutodiscover(answer.Content, address) : [];
    }

    private async Task<IReadOnlyList<MailServerSetting>> ServicesAsync(CancellationToken cancellationToken)
    {
        DnsResult<ServiceEntry>[] results = await Task.WhenAll(
            Services.Select(service => dns.ServicesAsync($"{service.Service}._tcp.{address.Domain.Ascii}", cancellationToken)));

        // The name "." says that there is no such service. RFC 6186 §3.4
        return [.. Services.Zip(results).SelectMany(pair => pair.Second.Records.Where(entry => entry.Host.Length > 0 && entry.Port > 0).Select(entry => new MailServerSetting
        {
            Address = address,
            Protocol = pair.First.Protocol,
            Server = entry.Host,
            Port = entry.Port,
            TlsMode = pair.First.Mode,
            UserName = address.ToString(),
            Source = "Srv",
        }))];
    }

    private async Task<IReadOnlyList<MailServerSetting>> ProviderAsync(CancellationToken cancellationToken)
    {
        string domain = address.Domain.Ascii;
        if (KnownProvider.ByDomain(domain) is { } own)
        {
            return [.. own.SettingsFor(address, culture)];
        }

        DnsResult<MxEntry> mx = await dns.MxAsync(domain, cancellationToken);
        return mx.Records.Select(entry => KnownProvider.ByMailHost(entry.Host)).FirstOrDefault(provider => provider is not null) is { } host
            ? [.. host.SettingsFor(address, culture).Select(setting => setting with { Source = "Mx", UserName = address.ToString() })]
            : [];
    }

    private async Task<IReadOnlyList<MailServerSetting>> GuessAsync(MailProtocol[] missing, CancellationToken cancellationToken)
    {
        string domain = address.Domain.Ascii;
        string[] mail = [.. (await dns.MxAsync(domain, cancellationToken)).Records.Select(entry => entry.Host).Where(host => DomainName.TryParse(host, out _)).Take(2)];
        IEnumerable<Task<MailServerSetting?>> tries = Guesses.Where(guess => missing.Contains(guess.Protocol))
            .SelectMany(guess => guess.Labels.Select(label => $"{label}.{domain}").Concat(mail).Distinct().Select(host => (guess.Protocol, host)))
            .SelectMany(pair => guessedPorts.Where(port => port.Protocol == pair.Protocol).Select(port => TryAsync(pair.host, port, cancellationToken)));
        return [.. (await Task.WhenAll(tries)).OfType<MailServerSetting>()];
    }

    private async Task<MailServerSetting?> TryAsync(string host, KnownEndPoint port, CancellationToken cancellationToken)
    {
        DnsResult<IPAddress> addresses = await dns.AddressesAsync(host, cancellationToken);
        if (addresses.Records.Count == 0)
        {
            return null;
        }

        ServiceKind kind = await PortSearch.RecognizeAsync(addresses.Records[0], port.Port, port.TlsMode, Timeouts.Guess, TimeProvider.System, cancellationToken);
        return kind != PortSearch.ExpectedKind(port.Protocol) ? null : new MailServerSetting
        {
            Address = address,
            Protocol = port.Protocol,
            Server = host,
            Port = port.Port,
            TlsMode = port.TlsMode,
            UserName = address.ToString(),
            Source = "Guess",
            Note = culture.TwoLetterISOLanguageName == "ja" ? "推測した名前で、応答を確認しました。" : "A name that was guessed; the protocol answers there.",
        };
    }
}
