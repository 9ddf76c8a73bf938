using System.Globalization;

namespace MailAdmin.Pipeline;

/// <summary>Puts the reasons that the queue and the trace keep in English into the language of the user.</summary>
internal static class ReaderTexts
{
    /// <summary>The language of the user, of those that there are texts in: <c>en</c> or <c>ja</c>.</summary>
    public static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "ja" ? "ja" : "en";

    public static MailQueueItem ForReader(MailQueueItem item) =>
        item with { LastError = WrittenReason.ForReader(item.LastError) };

    public static MailTraceEvent ForReader(MailTraceEvent traced) =>
        traced with { Detail = WrittenReason.ForReader(traced.Detail) };

    public static MailServerEvent ForReader(MailServerEvent happened) =>
        happened with { Detail = WrittenReason.ForReader(happened.Detail) };
}
