using System.Globalization;
using MailAdmin.Texts;

namespace MailAdmin;

/// <summary>
/// Reasons that are written in English where they arise, since they are kept in the queue and the trace and sent to
/// other servers in reports, and that are put into the language of who reads them.
/// </summary>
internal static class WrittenReason
{
    private const string About = "Written.About";
    private const string Separator = ": ";

    // One reason may be the value of another: a smart host, the DNS, a name server.
    private const int MaxDepth = 4;

    private static readonly Lazy<TextRecognizer> Reasons = new(() => new TextRecognizer(
        MailText.Languages,
        key => key != About && (key.Split('.')[0] is "Written" or "Reason" || IsError(key)),
        isWhole: true,
        minLiteral: 1));

    /// <summary>The reason in English.</summary>
    public static string Of(string key, params ReadOnlySpan<object?> values) =>
        MailText.Of(key, values).In(CultureInfo.InvariantCulture);

    /// <summary>A written reason as a text for every reader; a literal when this module did not write it.</summary>
    public static MailText Read(string written) => Find(written, MaxDepth) ?? MailText.Literal(written);

    /// <summary>A written reason in a language; as it is when this module did not write it.</summary>
    public static string In(string written, CultureInfo culture) =>
        ReferenceEquals(MailText.Languages.For(culture), MailText.Languages.For(CultureInfo.InvariantCulture))
            ? written
            : Read(written).In(culture);

    /// <summary>A written reason in the language of the user; null stays null.</summary>
    public static string? ForReader(string? written) =>
        written is null ? null : In(written, CultureInfo.CurrentUICulture);

    // What cannot be read in the store is the reason of a message that cannot be sent.
    private static bool IsError(string key) => Enum.TryParse(key.Split('.')[0], out MailError _);

    private static MailText? Find(string written, int depth)
    {
        if (depth == 0)
        {
            return null;
        }

        if (Reasons.Value.Find(written) is { } found)
        {
            object?[] values =
            [
                .. found.Values.Select(value => Find(value.In(CultureInfo.InvariantCulture), depth - 1) ?? value),
            ];
            return MailText.Of(found.Key, values);
        }

        // "mx.example.com: The server closed the connection", "example.com MX: no name server answered in time"
        int end = written.IndexOf(Separator, StringComparison.Ordinal);
        return end > 0 && Find(written[(end + Separator.Length)..], depth - 1) is { } rest
            ? MailText.Of("Written.About", written[..end], rest)
            : null;
    }
}
