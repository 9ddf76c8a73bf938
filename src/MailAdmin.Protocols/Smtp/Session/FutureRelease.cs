using System.Globalization;

namespace MailAdmin.Protocols.Smtp.Session;

/// <summary>How long a message may be held for later. RFC 4865 §4</summary>
internal static class FutureRelease
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>The longest time.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromDays(30);

    /// <summary>
    /// What follows the EHLO keyword: the longest interval in seconds, and the time that this is now.
    /// </summary>
    public static string Describe(SmtpSession session) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(long)Longest.TotalSeconds} {(Now(session) + Longest).ToString(Format, CultureInfo.InvariantCulture)}");

    /// <summary>The time by the clock of the session.</summary>
    public static DateTimeOffset Now(SmtpSession session) => session.Context.Transport.TimeProvider.GetUtcNow();
}
