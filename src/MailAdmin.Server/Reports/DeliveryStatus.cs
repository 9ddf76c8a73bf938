using System.Globalization;
using System.Text;

namespace MailAdmin.Server.Reports;

/// <summary>
/// Writes message/delivery-status: a group of fields about the message, then one for each recipient. RFC 3464 §2; with
/// UTF-8 addresses message/global-delivery-status, RFC 6533 §4.
/// </summary>
internal static class DeliveryStatus
{
    private const string DateFormat = "ddd, d MMM yyyy HH:mm:ss +0000";
    private const int MaxFieldLength = 900;

    /// <summary>The fields of a report.</summary>
    /// <param name="request">The message.</param>
    /// <param name="results">The recipients.</param>
    /// <param name="hostName">This server.</param>
    /// <param name="allowUtf8">Whether fields may be UTF-8.</param>
    public static string Write(
        ReportRequest request, IReadOnlyList<RecipientResult> results, string hostName, bool allowUtf8)
    {
        StringBuilder fields = new(512);
        Append(fields, "Reporting-MTA", "dns; " + hostName, allowUtf8);
        Append(fields, "Original-Envelope-Id", request.Options.EnvelopeId, allowUtf8);
        Append(fields, "Arrival-Date", Date(request.Arrived), allowUtf8);
        foreach (RecipientResult result in results)
        {
            fields.Append("\r\n");
            Append(fields, "Original-Recipient", result.Recipient.OriginalRecipient, allowUtf8);
            Append(fields, "Final-Recipient", FinalRecipient(result.Address, allowUtf8), allowUtf8);
            Append(fields, "Action", result.Action.ToString().ToLowerInvariant(), allowUtf8);
            Append(fields, "Status", result.Status, allowUtf8);
            Append(fields, "Remote-MTA", result.RemoteHost is { } host ? "dns; " + host : null, allowUtf8);
            Append(fields, "Diagnostic-Code", result.Reply is { } reply ? "smtp; " + reply : null, allowUtf8);
            Append(fields, "Last-Attempt-Date", Date(result.LastAttempt), allowUtf8);
            DateTimeOffset? retryUntil = result.Action == DeliveryAction.Delayed ? result.WillRetryUntil : null;
            Append(fields, "Will-Retry-Until", Date(retryUntil), allowUtf8);
        }

        return fields.ToString();
    }

    /// <summary>A date of RFC 5322 §3.3.</summary>
    public static string? Date(DateTimeOffset? date) =>
        date?.ToUniversalTime().ToString(DateFormat, CultureInfo.InvariantCulture);

    // utf-8-addr; without UTF-8 its characters are written as \x{…}. RFC 6533 §3
    private static string FinalRecipient(EmailAddress address, bool allowUtf8)
    {
        string text = address.ToMailboxString();
        if (Ascii.IsValid(text))
        {
            return "rfc822; " + text;
        }

        return "utf-8; " + (allowUtf8 ? text : string.Concat(text.EnumerateRunes().Select(Escape)));
    }

    private static string Escape(Rune rune) =>
        rune.Value is > 32 and < 127 && rune.Value is not ('\\' or '+' or '=')
            ? rune.ToString()
            : $"\\x{{{rune.Value:X}}}";

    // Text of other servers may be hostile: no control characters, no endless line.
    private static void Append(StringBuilder fields, string name, string? value, bool allowUtf8)
    {
        if (value is null)
        {
            return;
        }

        fields.Append(name).Append(": ");
        foreach (Rune rune in value.EnumerateRunes().Take(MaxFieldLength))
        {
            bool isPlain = rune.Value is >= 32 and < 127 || (allowUtf8 && rune.Value >= 160);
            fields.Append(isPlain ? rune.ToString() : rune.Value < 32 || rune.Value == 127 ? " " : "?");
        }

        fields.Append("\r\n");
    }
}
