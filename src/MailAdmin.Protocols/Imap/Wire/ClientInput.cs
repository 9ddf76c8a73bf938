using System.Buffers;
using System.IO.Pipelines;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Transport;

namespace MailAdmin.Protocols.Imap.Wire;

/// <summary>Waits for the client's bytes, within the time that its state allows.</summary>
internal sealed class ClientInput(MailTransport transport, ResponseWriter responses, ServerLimits limits)
{
    private readonly long start = transport.TimeProvider.GetTimestamp();

    /// <summary>Whether the client is authenticated: an unauthenticated one gets less time.</summary>
    public bool IsLoggedOn { get; set; }

    /// <summary>Waits for bytes, after what was written is sent. Follow it with <see cref="AdvanceTo"/>.</summary>
    public ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken) => ReadAsync(null, cancellationToken);

    private async ValueTask<ReadResult> ReadAsync(TransferCredit? credit, CancellationToken cancellationToken)
    {
        responses.Commit();
        while (true)
        {
            try
            {
                TimeSpan timeout = IsLoggedOn ? limits.ImapTimeout : TimeBeforeLogon();
                return credit is null
                    ? await transport.ReadAsync(timeout, cancellationToken)
                    : await transport.ReadTransferAsync(credit, timeout, cancellationToken);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // A wake-up after the end of IDLE; its cause is reported with the next command.
            }
        }
    }

    // Whatever it sends, a client that does not log on has only so much time.
    private TimeSpan TimeBeforeLogon()
    {
        TimeSpan left = limits.LogonTime - transport.TimeProvider.GetElapsedTime(start);
        return left <= TimeSpan.Zero ? throw new TimeoutException("The client did not log on in time.")
            : left < limits.PreLogonTimeout ? left
            : limits.PreLogonTimeout;
    }

    /// <summary>Reports how far was read.</summary>
    public void AdvanceTo(SequencePosition consumed) => transport.AdvanceTo(consumed, consumed);

    /// <summary>
    /// Waits until the client sends something, which is not read; returns false when
    /// <see cref="MailTransport.InterruptRead"/> came first.
    /// </summary>
    public async ValueTask<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        responses.Commit();
        try
        {
            ReadResult result = await transport.ReadAsync(timeout, cancellationToken);
            transport.AdvanceTo(result.Buffer.Start, result.Buffer.Start);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Reads bytes into a buffer; returns false when the client closed the connection first.</summary>
    public async ValueTask<bool> CollectAsync(long count, CommandBuffer buffer, CancellationToken cancellationToken)
    {
        var credit = new TransferCredit(limits.TransferTimeout, limits.MinTransferRate);
        while (count > 0)
        {
            ReadResult result = await ReadAsync(credit, cancellationToken);
            ReadOnlySequence<byte> taken = result.Buffer.Slice(0, Math.Min(count, result.Buffer.Length));
            buffer.Append(taken);
            count -= taken.Length;
            AdvanceTo(taken.End);
            if (result.IsCompleted && count > 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Reads bytes into a spool, or skips them; returns false when the client closed the connection first.
    /// </summary>
    /// <exception cref="MailException">The store refused them; all bytes arrived and were skipped.</exception>
    public async ValueTask<bool> CopyAsync(
        PendingLiteral literal, MessageSpool? spool, CancellationToken cancellationToken)
    {
        MailException? fault = null;
        long count = literal.Length;
        var credit = new TransferCredit(limits.TransferTimeout, limits.MinTransferRate);
        while (count > 0)
        {
            ReadResult result = await ReadAsync(credit, cancellationToken);
            ReadOnlySequence<byte> taken = result.Buffer.Slice(0, Math.Min(count, result.Buffer.Length));
            literal.HasNul |= taken.PositionOf((byte)0) is not null;
            if (spool is not null && fault is null && !literal.HasNul)
            {
                fault = await WriteAsync(taken, spool, cancellationToken);
            }

            count -= taken.Length;
            AdvanceTo(taken.End);
            if (result.IsCompleted && count > 0)
            {
                return false;
            }
        }

        return fault is null ? true : throw fault;
    }

    // The rest of a message that cannot be stored still arrives, and must not be read as commands.
    private static async ValueTask<MailException?> WriteAsync(
        ReadOnlySequence<byte> bytes, MessageSpool spool, CancellationToken cancellationToken)
    {
        try
        {
            foreach (ReadOnlyMemory<byte> segment in bytes)
            {
                await spool.WriteAsync(segment, cancellationToken);
            }

            return null;
        }
        catch (MailException fault)
        {
            return fault;
        }
    }
}
