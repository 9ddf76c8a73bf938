using System.Globalization;

namespace MailAdmin.Protocols.Smtp.Parameters;

/// <summary>How long a message may be held for later. RFC 4865 §4</summary>
internal static class FutureRelease
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>The longest time.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromDays(30);

    /// <summary>What follows the EHLO keyword: the longest interval in seconds, and the time that this is now.</summary>
    public static string Describe(SmtpSession session) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(long)Longest.TotalSeconds} {(Now(session) + Longest).ToString(Format, CultureInfo.InvariantCulture)}");

    /// <summary>Holds a message until a time; only one of the two parameters may say so.</summary>
    public static SmtpReply? Hold(SmtpSession session, DateTimeOffset until, MailParameters parameters)
    {
        if (parameters.Options.HoldUntil is not null)
        {
            return SmtpReplies.BadParameters;
        }

        // Clocks differ, and seconds are counted in whole ones.
        if (until > Now(session) + Longest + TimeSpan.FromMinutes(1))
        {
            return SmtpReplies.HeldTooLong;
        }

        parameters.Options = parameters.Options with { HoldUntil = until };
        return null;
    }

    public static DateTimeOffset Now(SmtpSession session) => session.Context.Transport.TimeProvider.GetUtcNow();
}
