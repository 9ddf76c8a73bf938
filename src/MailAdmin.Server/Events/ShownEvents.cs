namespace MailAdmin.Server.Events;

/// <summary>
/// Events as people may look at them: what came from outside has nothing in it that a terminal obeys.
/// </summary>
internal static class ShownEvents
{
    /// <summary>The event; the same object when there is nothing to escape, as usual.</summary>
    public static MailTraceEvent Of(MailTraceEvent traced) =>
        IsShown(traced.Sender) && IsShown(traced.Recipient) && IsShown(traced.MessageId) && IsShown(traced.Subject)
            && IsShown(traced.Detail)
            ? traced
            : traced with
            {
                Sender = Show(traced.Sender),
                Recipient = Show(traced.Recipient),
                MessageId = Show(traced.MessageId),
                Subject = Show(traced.Subject),
                Detail = Show(traced.Detail),
            };

    private static bool IsShown(string? text) => text is null || ShownText.IsPlain(text);

    private static string? Show(string? text) => text is null ? null : ShownText.Of(text);
}
