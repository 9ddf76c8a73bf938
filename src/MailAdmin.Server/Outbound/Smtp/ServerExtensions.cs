using System.Globalization;

namespace MailAdmin.Server.Outbound.Smtp;

/// <summary>The extensions that a server lists in its reply to EHLO. RFC 5321 §4.1.1.1</summary>
internal sealed class ServerExtensions
{
    private readonly Dictionary<string, string> extensions = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the lines after the first; there are none after HELO.</summary>
    public ServerExtensions(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            string[] parts = line.Trim().Split(' ', 2);
            extensions.TryAdd(parts[0], parts.Length > 1 ? parts[1].Trim() : "");
        }

        // Some servers still send the old "AUTH=LOGIN"; the standard line has its mechanisms too.
        Mechanisms = new HashSet<string>(Words("AUTH"), StringComparer.OrdinalIgnoreCase);
        foreach (string limit in Words("LIMITS"))
        {
            string[] pair = limit.Split('=', 2);
            if (pair.Length == 2 && ReadNumber(pair[1]) is { } value and > 0 and <= int.MaxValue)
            {
                MaxMessages = pair[0].Equals("MAILMAX", StringComparison.OrdinalIgnoreCase) ? (int)value : MaxMessages;
                MaxRecipients =
                    pair[0].Equals("RCPTMAX", StringComparison.OrdinalIgnoreCase) ? (int)value : MaxRecipients;
            }
        }
    }

    /// <summary>The mechanisms of AUTH. RFC 4954 §3</summary>
    public IReadOnlySet<string> Mechanisms { get; }

    /// <summary>The most messages a connection, or null when not stated. RFC 9422 §4.1</summary>
    public int? MaxMessages { get; }

    /// <summary>The most recipients a message, or null when not stated. RFC 9422 §4.2</summary>
    public int? MaxRecipients { get; }

    /// <summary>The most bytes of a message, or null when not stated. RFC 1870 §4</summary>
    public long? MaxSize => ReadNumber(Parameter("SIZE")) is { } size and > 0 ? size : null;

    /// <summary>The shortest time of a by-mode R, or null when not stated. RFC 2852 §2</summary>
    public TimeSpan? MinimumDeliverBy =>
        ReadNumber(Parameter("DELIVERBY")) is { } seconds and > 0 and < 1_000_000_000
            ? TimeSpan.FromSeconds(seconds)
            : null;

    /// <summary>Whether an extension is offered.</summary>
    public bool Has(string keyword) => extensions.ContainsKey(keyword);

    private static long? ReadNumber(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;

    private string? Parameter(string keyword) => extensions.GetValueOrDefault(keyword);

    private string[] Words(string keyword) =>
        Parameter(keyword)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
}
