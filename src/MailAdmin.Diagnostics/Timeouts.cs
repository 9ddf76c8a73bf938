namespace MailAdmin.Diagnostics;

/// <summary>The times that all tests have in common.</summary>
internal static class Timeouts
{
    private static readonly TimeSpan MaxSilence = TimeSpan.FromSeconds(2);

    /// <summary>One attempt at a port that is only a guess.</summary>
    public static TimeSpan Guess { get; } = TimeSpan.FromSeconds(2);

    /// <summary>How long an address may take before the next one is tried beside it. RFC 8305 §5</summary>
    public static TimeSpan NextAddress { get; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a server may be silent before it counts as one that waits for the client.</summary>
    public static TimeSpan Silence(TimeSpan timeout) => timeout / 2 < MaxSilence ? timeout / 2 : MaxSilence;

    /// <summary>The part of a check's time that name servers get: their silence is an outcome of its own.</summary>
    public static TimeSpan Lookup(TimeSpan timeout) => timeout * 0.45;
}
