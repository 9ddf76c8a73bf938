using System.Text;

namespace MailAdmin.Server.Reports;

/// <summary>Writes the part of a report for people.</summary>
internal static class ReportText
{
    private const int MaxSubject = 200;

    /// <summary>The text, with CRLF.</summary>
    public static string Write(
        ReportTexts texts, ReportRequest request, IReadOnlyList<RecipientResult> results, string hostName)
    {
        StringBuilder text = new(1024);
        text.Append(texts.Opening(hostName, Clean(request.Subject), request.Arrived.ToUniversalTime())).Append("\r\n");
        foreach (DeliveryAction action in Enum.GetValues<DeliveryAction>())
        {
            RecipientResult[] those = [.. results.Where(result => result.Action == action)];
            if (those.Length == 0)
            {
                continue;
            }

            text.Append("\r\n").Append(texts.Heading(action)).Append("\r\n");
            foreach (RecipientResult result in those)
            {
                AppendRecipient(text, texts, result);
            }
        }

        bool hasFailure = results.Any(result => result.Action == DeliveryAction.Failed);
        return text.Append("\r\n").Append(texts.Closing(hasFailure)).Append("\r\n").ToString();
    }

    /// <summary>
    /// One line of text from elsewhere: no control characters, limited length. Returns null for an empty text.
    /// </summary>
    public static string? Clean(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        string line = string.Concat(
            text.EnumerateRunes().Take(MaxSubject).Select(rune => Rune.IsControl(rune) ? " " : rune.ToString()));
        return line.Trim();
    }

    private static void AppendRecipient(StringBuilder text, ReportTexts texts, RecipientResult result)
    {
        text.Append("\r\n  ").Append(result.Address.ToMailboxString()).Append("\r\n");
        bool isBad = !result.IsAccepted;
        AppendLine(text, isBad && result.Status.Length > 0 ? texts.Advice(result.Status) : null);
        AppendLine(text, isBad && result.Reply is { } reply ? texts.Reply(result.RemoteHost, reply) : null);
        AppendLine(text, isBad && result.Reply is null && result.Reason is { } reason ? texts.Reason(reason) : null);
        bool isTried = result.Action == DeliveryAction.Delayed;
        AppendLine(text, isTried && result.WillRetryUntil is { } until ? texts.RetryUntil(until) : null);
    }

    private static void AppendLine(StringBuilder text, string? line)
    {
        if (line is null)
        {
            return;
        }

        foreach (Rune rune in "    ".EnumerateRunes().Concat(line.EnumerateRunes().Take(1_000)))
        {
            text.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        text.Append("\r\n");
    }
}
