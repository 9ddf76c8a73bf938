namespace MailAdmin.Diagnostics;

/// <summary>How long to wait for what.</summary>
internal static class Timeouts
{
    private static readonly TimeSpan MaxSilence = TimeSpan.FromSeconds(2);

    /// <summary>One try at a port that is only a guess.</summary>
    public static TimeSpan Guess { get; } = TimeSpan.FromSeconds(2);

    /// <summary>The next address is tried beside the one that has not answered yet. RFC 8305 §5</summary>
    public static TimeSpan NextAddress { get; } = TimeSpan.FromMilliseconds(250);

    /// <summary>A server that has said nothing for so long may be waiting for us.</summary>
    public static TimeSpan Silence(TimeSpan timeout) => timeout / 2 < MaxSilence ? timeout / 2 : MaxSilence;

    /// <summary>The part of a check's time that name servers get, so that their silence is known before it is over.</summary>
    public static TimeSpan Lookup(TimeSpan timeout) => timeout * 0.45;
}
