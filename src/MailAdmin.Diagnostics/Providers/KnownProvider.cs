using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MailAdmin.Diagnostics.Providers;

/// <summary>A large provider: its servers, and what its logon takes, with the month in which that was true.</summary>
internal sealed record KnownProvider
{
    private static readonly Lazy<IReadOnlyList<KnownProvider>> Read = new(() =>
    {
        using Stream stream = typeof(KnownProvider).Assembly.GetManifestResourceStream("Providers/providers")!;
        return JsonSerializer.Deserialize(stream, KnownProviderJson.Default.KnownProviderArray)!;
    });

    public static IReadOnlyList<KnownProvider> All => Read.Value;

    public required string Name { get; init; }

    /// <summary>The domains of its own addresses.</summary>
    public required string[] Domains { get; init; }

    /// <summary>The ends of the names of its mail servers, by which customers' domains are recognised.</summary>
    public required string[] Mx { get; init; }

    /// <summary>The month of the facts.</summary>
    public required string AsOf { get; init; }

    /// <summary>Address, LocalPart, or empty: something else, which the note names.</summary>
    public required string UserName { get; init; }

    /// <summary>Each as "Imap imap.example.com 993 Implicit".</summary>
    public required string[] Servers { get; init; }

    public required string En { get; init; }

    public required string Ja { get; init; }

    /// <summary>The provider of a domain; null: none that is known.</summary>
    public static KnownProvider? ByDomain(string domain) => All.FirstOrDefault(provider => provider.Domains.Contains(domain));

    /// <summary>The provider whose server takes the mail; the longest match counts.</summary>
    public static KnownProvider? ByMailHost(string host) =>
        All.SelectMany(provider => provider.Mx.Where(end => host == end || host.EndsWith("." + end, StringComparison.Ordinal)).Select(end => (provider, end)))
            .OrderByDescending(match => match.end.Length).Select(match => match.provider).FirstOrDefault();

    public IEnumerable<MailServerSetting> SettingsFor(EmailAddress address, CultureInfo culture)
    {
        string note = culture.TwoLetterISOLanguageName == "ja" ? $"{Name} ({AsOf} 時点): {Ja}" : $"{Name} (as of {AsOf}): {En}";
        foreach (string[] parts in Servers.Select(server => server.Split(' ')))
        {
            yield return new MailServerSetting
            {
                Address = address,
                Protocol = Enum.Parse<MailProtocol>(parts[0]),
                Server = parts[1],
                Port = int.Parse(parts[2], CultureInfo.InvariantCulture),
                TlsMode = Enum.Parse<TlsMode>(parts[3]),
                UserName = UserName switch { "Address" => address.ToString(), "LocalPart" => address.LocalPart, _ => "" },
                Source = "Provider",
                Note = note,
            };
        }
    }
}

/// <summary>How the table is read.</summary>
[JsonSerializable(typeof(KnownProvider[]))]
internal sealed partial class KnownProviderJson : JsonSerializerContext;
