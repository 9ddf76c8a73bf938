namespace MailAdmin.Protocols.Transport;

/// <summary>
/// How long one side may keep the other waiting: waiting uses a credit up, and each byte earns a part of it back. So a
/// pause is forgiven, and a transfer byte by byte ends.
/// </summary>
/// <param name="max">The credit at the beginning, which is never exceeded.</param>
/// <param name="bytesPerSecond">The rate at which the credit stays the same.</param>
public sealed class TransferCredit(TimeSpan max, int bytesPerSecond)
{
    private TimeSpan used;

    /// <summary>The time that is left for the next wait.</summary>
    public TimeSpan Left => max - used;

    /// <summary>Records a wait and the bytes that it led to.</summary>
    public void Record(TimeSpan waited, long bytes)
    {
        TimeSpan earned = TimeSpan.FromSeconds((double)bytes / bytesPerSecond);
        TimeSpan now = used + waited - earned;
        used = now < TimeSpan.Zero ? TimeSpan.Zero : now;
    }
}
