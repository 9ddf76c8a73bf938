using MailAdmin.Protocols.Transport;

namespace MailAdmin.Protocols.Sasl;

/// <summary>Slows down and ends sessions that guess passwords.</summary>
internal sealed class LogonFailures(SessionContext context)
{
    private int count;

    /// <summary>Waits before the refusal is answered.</summary>
    /// <returns>Whether the connection is to be closed after the answer.</returns>
    public async ValueTask<bool> DelayAsync(CancellationToken cancellationToken)
    {
        count++;
        if (context.Limits.LogonFailureDelay > TimeSpan.Zero)
        {
            await Task.Delay(context.Limits.LogonFailureDelay, context.Transport.TimeProvider, cancellationToken);
        }

        return count >= context.Limits.LogonAttempts;
    }
}
