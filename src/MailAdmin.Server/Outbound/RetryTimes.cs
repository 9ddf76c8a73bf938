namespace MailAdmin.Server.Outbound;

/// <summary>When a message is tried again. RFC 5321 §4.5.4.1 asks for half an hour at least in the long run, with shorter times at first.</summary>
internal static class RetryTimes
{
    private const double Jitter = 0.2;
    private const int GreylistedAttempts = 8;
    private static readonly TimeSpan Greylisting = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(2);
    private static readonly TimeSpan[] First =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1),
    ];

    /// <summary>The time until the next attempt.</summary>
    /// <param name="attempts">How many there were; at least one.</param>
    /// <param name="isGreylisted">Whether the server wants only to see that we come again (RFC 6647 §2), which most do after minutes.</param>
    /// <param name="random">0 to 1.</param>
    public static TimeSpan After(int attempts, bool isGreylisted, double random)
    {
        TimeSpan plain = attempts <= First.Length ? First[Math.Max(attempts, 1) - 1] : Longest;
        plain = isGreylisted && attempts <= GreylistedAttempts && plain > Greylisting ? Greylisting : plain;
        return plain * (1 - Jitter + (2 * Jitter * random));
    }
}
