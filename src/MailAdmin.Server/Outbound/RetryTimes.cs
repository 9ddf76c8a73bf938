namespace MailAdmin.Server.Outbound;

/// <summary>
/// The times between attempts. RFC 5321 §4.5.4.1 asks for at least half an hour in the long run, with shorter times at
/// first.
/// </summary>
internal static class RetryTimes
{
    private const double Jitter = 0.2;
    private const int GreylistedAttempts = 8;
    private static readonly TimeSpan Greylisting = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Max = TimeSpan.FromHours(2);
    private static readonly TimeSpan[] First =
    [
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(15),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1),
    ];

    /// <summary>The longest time between two attempts.</summary>
    public static TimeSpan Longest { get; } = Max * (1 + Jitter);

    /// <summary>The time until the next attempt.</summary>
    /// <param name="attempts">The number of attempts so far; at least one.</param>
    /// <param name="isGreylisted">Whether the server only waits for a second attempt (RFC 6647 §2), which most accept
    /// after minutes.</param>
    /// <param name="random">A random number from 0 to 1.</param>
    public static TimeSpan After(int attempts, bool isGreylisted, double random)
    {
        TimeSpan plain = attempts <= First.Length ? First[Math.Max(attempts, 1) - 1] : Max;
        plain = isGreylisted && attempts <= GreylistedAttempts && plain > Greylisting ? Greylisting : plain;
        return plain * (1 - Jitter + (2 * Jitter * random));
    }
}
