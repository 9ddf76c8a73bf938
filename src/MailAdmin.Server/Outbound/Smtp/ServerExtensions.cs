using System.Globalization;

namespace MailAdmin.Server.Outbound.Smtp;

/// <summary>What a server offers in its answer to EHLO. RFC 5321 §4.1.1.1</summary>
internal sealed class ServerExtensions
{
    private readonly Dictionary<string, string> extensions = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the lines after the first; of none, the offer is that of HELO.</summary>
    public ServerExtensions(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            string[] parts = line.Trim().Split(' ', 2);
            extensions.TryAdd(parts[0], parts.Length > 1 ? parts[1].Trim() : "");
        }

        // "AUTH=LOGIN" is an old spelling that some servers still send; what they mean is in the standard line too.
        Mechanisms = new HashSet<string>(Words("AUTH"), StringComparer.OrdinalIgnoreCase);
        foreach (string limit in Words("LIMITS"))
        {
            string[] pair = limit.Split('=', 2);
            if (pair.Length == 2 && int.TryParse(pair[1], NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value > 0)
            {
                MaxMessages = pair[0].Equals("MAILMAX", StringComparison.OrdinalIgnoreCase) ? value : MaxMessages;
                MaxRecipients = pair[0].Equals("RCPTMAX", StringComparison.OrdinalIgnoreCase) ? value : MaxRecipients;
            }
        }
    }

    /// <summary>The mechanisms of AUTH. RFC 4954 §3</summary>
    public IReadOnlySet<string> Mechanisms { get; }

    /// <summary>The most messages a connection; null: not said. RFC 9422 §4.1</summary>
    public int? MaxMessages { get; }

    /// <summary>The most recipients a message; null: not said. RFC 9422 §4.2</summary>
    public int? MaxRecipients { get; }

    /// <summary>The most octets of a message; null: not said. RFC 1870 §4</summary>
    public long? MaxSize => long.TryParse(Parameter("SIZE"), NumberStyles.None, CultureInfo.InvariantCulture, out long size) && size > 0 ? size : null;

    /// <summary>The shortest time of a by-mode R; null: not said. RFC 2852 §2</summary>
    public TimeSpan? MinimumDeliverBy =>
        long.TryParse(Parameter("DELIVERBY"), NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) && seconds is > 0 and < 1_000_000_000
            ? TimeSpan.FromSeconds(seconds)
            : null;

    /// <summary>Whether an extension is offered.</summary>
    public bool Has(string keyword) => extensions.ContainsKey(keyword);

    private string? Parameter(string keyword) => extensions.GetValueOrDefault(keyword);

    private string[] Words(string keyword) => Parameter(keyword)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
}
