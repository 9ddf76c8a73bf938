using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace MailAdmin.Diagnostics.Providers;

/// <summary>
/// Reads what a domain's web server publishes for mail programs: autoconfig of Mozilla (config-v1.1.xml) and
/// autodiscover of Microsoft (the "plain old XML" of outlook/responseschema/2006a). The XML may be hostile: no DTD, no
/// external entity, a limit of size; servers with an invalid host name or port are left out.
/// </summary>
internal static class ClientConfiguration
{
    public const int MaxSize = 256 * 1024;
    private const int MaxServers = 20;

    /// <summary>The settings of an autoconfig file; empty when it is not one.</summary>
    public static IReadOnlyList<MailServerSetting> ReadAutoconfig(byte[] content, EmailAddress address) =>
    [
        .. Servers(content, "incomingServer", "outgoingServer").Select(server => Setting(
            address,
            "Autoconfig",
            (string?)server.Attribute("type") ?? "",
            Text(server, "hostname"),
            Text(server, "port"),
            Text(server, "socketType").ToUpperInvariant() switch
            {
                "SSL" => TlsMode.Implicit,
                "STARTTLS" => TlsMode.StartTls,
                _ => TlsMode.None,
            },
            Text(server, "username"),
            string.Join(", ", Elements(server, "authentication").Select(element => element.Value.Trim()))))
            .OfType<MailServerSetting>(),
    ];

    /// <summary>The settings of an autodiscover response; empty when it is not one.</summary>
    public static IReadOnlyList<MailServerSetting> ReadAutodiscover(byte[] content, EmailAddress address) =>
    [
        .. Servers(content, "Protocol").Select(server => Setting(
            address,
            "Autodiscover",
            Text(server, "Type"),
            Text(server, "Server"),
            Text(server, "Port"),
            (Text(server, "Encryption").ToUpperInvariant(), Text(server, "SSL").ToUpperInvariant()) switch
            {
                ("TLS", _) => TlsMode.StartTls,
                ("NONE", _) or ("", "OFF") => TlsMode.None,

                // "SSL on" means TLS from the start at the ports for that, and an upgrade at the others.
                _ => Text(server, "Port") is "587" or "143" or "110" or "25" ? TlsMode.StartTls : TlsMode.Implicit,
            },
            Text(server, "LoginName") is { Length: > 0 } name ? name : address.ToString(),
            ""))
            .OfType<MailServerSetting>(),
    ];

    private static IEnumerable<XElement> Servers(byte[] content, params string[] names)
    {
        XmlReaderSettings settings = new()
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = MaxSize,
            MaxCharactersFromEntities = 1024,
        };
        try
        {
            using MemoryStream stream = new(content);
            using XmlReader reader = XmlReader.Create(stream, settings);
            XElement root = XDocument.Load(reader).Root!;
            return [.. root.Descendants().Where(element => names.Contains(element.Name.LocalName)).Take(MaxServers)];
        }
        catch (XmlException)
        {
            return [];
        }
    }

    private static IEnumerable<XElement> Elements(XElement parent, string name) =>
        parent.Elements().Where(element => element.Name.LocalName == name);

    private static string Text(XElement parent, string name) =>
        Elements(parent, name).FirstOrDefault()?.Value.Trim() ?? "";

    private static MailServerSetting? Setting(
        EmailAddress address,
        string source,
        string type,
        string host,
        string port,
        TlsMode mode,
        string userName,
        string note)
    {
        MailProtocol? protocol = type.ToUpperInvariant() switch
        {
            "IMAP" => MailProtocol.Imap,
            "POP3" => MailProtocol.Pop3,
            "SMTP" => MailProtocol.Submission,
            _ => null,
        };
        string server = Fill(host, address);
        bool isPort = int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number is > 0 and < 65_536;
        return protocol is { } known && isPort && DomainName.TryParse(server, out DomainName? name)
            ? new MailServerSetting
            {
                Address = address.ToString(),
                Protocol = known,
                Server = name.Ascii,
                Port = number,
                TlsMode = mode,
                UserName = Clean(Fill(userName, address)),
                Source = source,
                Note = Clean(note),
            }
            : null;
    }

    private static string Fill(string text, EmailAddress address) => text
        .Replace("%EMAILADDRESS%", address.ToString(), StringComparison.Ordinal)
        .Replace("%EMAILLOCALPART%", address.LocalPart, StringComparison.Ordinal)
        .Replace("%EMAILDOMAIN%", address.Domain.Ascii, StringComparison.Ordinal);

    private static string Clean(string text) => string.Concat(text.Where(c => !char.IsControl(c)).Take(320));
}
