using System.Text.Json;
using MailAdmin.Diagnostics.Web;

namespace MailAdmin.Diagnostics.Registration;

/// <summary>The RDAP server of each top-level domain, as IANA publishes it. RFC 9224 §4</summary>
internal sealed class RdapBootstrap(Uri source, TimeProvider timeProvider)
{
    // The file has about 100 KB; it is read again after a day.
    private const int MaxSize = 4 * 1024 * 1024;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);
    private ServerList? known;

    /// <summary>The list of IANA, read once a process and day.</summary>
    public static RdapBootstrap Iana { get; } = new(
        new Uri("https://data.iana.org/rdap/dns.json"), TimeProvider.System);

    /// <summary>The server for a domain; without a server and a problem, the registry offers none.</summary>
    public async Task<(Uri? Server, string? Problem)> FindAsync(
        DomainName domain, WebReader web, CancellationToken cancellationToken)
    {
        if (known is not { } list || timeProvider.GetUtcNow() >= list.Expires)
        {
            WebAnswer answer =
                await web.GetAsync(source, "application/json", MaxSize, followRedirects: true, cancellationToken);
            if (!answer.IsSuccess || TryRead(answer.Content) is not { } read)
            {
                return (null, answer.Problem ?? WrittenReason.Of("Written.RdapList", source, (int)answer.Status));
            }

            known = list = new ServerList(read, timeProvider.GetUtcNow() + Lifetime);
        }

        // The longest match wins. RFC 9224 §4
        for (string name = domain.Ascii;
            name.Length > 0;
            name = name.IndexOf('.') is var dot and >= 0 ? name[(dot + 1)..] : "")
        {
            if (list.Servers.TryGetValue(name, out Uri? server))
            {
                return (server, null);
            }
        }

        return (null, null);
    }

    /// <summary>{ "services": [ [ ["net", "com"], ["https://registry.example.com/myrdap/"] ] ] }</summary>
    private static Dictionary<string, Uri>? TryRead(byte[] content)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(content);
            Dictionary<string, Uri> read = new(StringComparer.OrdinalIgnoreCase);
            foreach (JsonElement service in document.RootElement.GetProperty("services").EnumerateArray())
            {
                // HTTPS where there is a choice. RFC 9224 §3
                Uri? server = service[1].EnumerateArray()
                    .Select(
                        item => Uri.TryCreate(item.GetString(), UriKind.Absolute, out Uri? address) ? address : null)
                    .Where(address => address is { Scheme: "http" or "https" })
                    .MaxBy(address => address!.Scheme);
                foreach (JsonElement name in server is null ? [] : service[0].EnumerateArray().ToArray())
                {
                    read[name.GetString() ?? ""] = server!;
                }
            }

            return read;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or KeyNotFoundException
            or IndexOutOfRangeException)
        {
            return null;
        }
    }

    private sealed record ServerList(Dictionary<string, Uri> Servers, DateTimeOffset Expires);
}
