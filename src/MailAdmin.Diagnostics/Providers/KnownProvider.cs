using System.Globalization;
using System.Text.Json.Serialization;

namespace MailAdmin.Diagnostics.Providers;

/// <summary>A large provider: its servers, and what its logon accepts, with the month in which that was true.</summary>
internal sealed record KnownProvider
{
    private static readonly Lazy<KnownProvider[]> Table =
        new(() => EmbeddedTable.Read("Providers/providers", KnownProviderJson.Default.KnownProviderArray));

    public static IReadOnlyList<KnownProvider> All => Table.Value;

    public required string Name { get; init; }

    /// <summary>The domains of its own addresses.</summary>
    public required string[] Domains { get; init; }

    /// <summary>The ends of its mail servers' names, which identify the domains of its customers.</summary>
    public required string[] Mx { get; init; }

    /// <summary>The month of the facts.</summary>
    public required string AsOf { get; init; }

    /// <summary>Address or LocalPart; empty for something else, which the note explains.</summary>
    public required string UserName { get; init; }

    /// <summary>Each as "Imap imap.example.com 993 Implicit".</summary>
    public required string[] Servers { get; init; }

    public required string En { get; init; }

    public required string Ja { get; init; }

    /// <summary>The provider of a domain; null when it is none of the table.</summary>
    public static KnownProvider? ByDomain(string domain) =>
        All.FirstOrDefault(provider => provider.Domains.Contains(domain));

    /// <summary>The provider that runs a mail server; the longest match counts.</summary>
    public static KnownProvider? ByMailHost(string host) =>
        All.SelectMany(provider => provider.Mx.Select(end => (provider, end)))
            .Where(match => host == match.end || host.EndsWith("." + match.end, StringComparison.Ordinal))
            .OrderByDescending(match => match.end.Length)
            .Select(match => match.provider)
            .FirstOrDefault();

    public IEnumerable<MailServerSetting> SettingsFor(EmailAddress address, CultureInfo culture)
    {
        string note = culture.TwoLetterISOLanguageName == "ja"
            ? $"{Name} ({AsOf} 時点): {Ja}"
            : $"{Name} (as of {AsOf}): {En}";
        return Servers.Select(server => server.Split(' ')).Select(parts => new MailServerSetting
        {
            Address = address.ToString(),
            Protocol = Enum.Parse<MailProtocol>(parts[0]),
            Server = parts[1],
            Port = int.Parse(parts[2], CultureInfo.InvariantCulture),
            TlsMode = Enum.Parse<TlsMode>(parts[3]),
            UserName = UserName switch { "Address" => address.ToString(), "LocalPart" => address.LocalPart, _ => "" },
            Source = "Provider",
            Note = note,
        });
    }
}

/// <summary>Reads the table without reflection.</summary>
[JsonSerializable(typeof(KnownProvider[]))]
internal sealed partial class KnownProviderJson : JsonSerializerContext;
