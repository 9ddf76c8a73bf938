using System.Text;

namespace MailAdmin.Server.Reports;

/// <summary>Writes the part of a report that people read.</summary>
internal static class ReportText
{
    private const int MostSubject = 200;
    private static readonly ReportAction[] Order =
        [ReportAction.Failed, ReportAction.Delayed, ReportAction.Delivered, ReportAction.Relayed, ReportAction.Expanded];

    /// <summary>The text, with CRLF.</summary>
    public static string Write(ReportTexts texts, ReportRequest request, IReadOnlyList<RecipientOutcome> outcomes, string hostName)
    {
        StringBuilder text = new(1024);
        text.Append(texts.Opening(hostName, Clean(request.Subject), request.Arrived.ToUniversalTime())).Append("\r\n");
        foreach (ReportAction action in Order)
        {
            RecipientOutcome[] those = [.. outcomes.Where(outcome => outcome.Action == action)];
            if (those.Length == 0)
            {
                continue;
            }

            text.Append("\r\n").Append(texts.Heading(action)).Append("\r\n");
            foreach (RecipientOutcome outcome in those)
            {
                AppendRecipient(text, texts, outcome);
            }
        }

        bool hasFailure = outcomes.Any(outcome => outcome.Action == ReportAction.Failed);
        return text.Append("\r\n").Append(texts.Closing(hasFailure)).Append("\r\n").ToString();
    }

    /// <summary>One line of text from another side: no control characters, not too long. Null: there is none.</summary>
    public static string? Clean(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        string line = string.Concat(text.EnumerateRunes().Take(MostSubject).Select(rune => Rune.IsControl(rune) ? " " : rune.ToString()));
        return line.Trim();
    }

    private static void AppendRecipient(StringBuilder text, ReportTexts texts, RecipientOutcome outcome)
    {
        text.Append("\r\n  ").Append(outcome.Address.ToMailboxString()).Append("\r\n");
        bool isBad = outcome.Action is ReportAction.Failed or ReportAction.Delayed;
        AppendLine(text, isBad && outcome.Status.Length > 0 ? texts.Advice(outcome.Status) : null);
        AppendLine(text, isBad && outcome.Reply is { } reply ? texts.Reply(outcome.RemoteHost, reply) : null);
        AppendLine(text, isBad && outcome.Reply is null && outcome.Reason is { } reason ? texts.Reason(reason) : null);
        AppendLine(text, outcome is { Action: ReportAction.Delayed, WillRetryUntil: { } until } ? texts.RetryUntil(until) : null);
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
