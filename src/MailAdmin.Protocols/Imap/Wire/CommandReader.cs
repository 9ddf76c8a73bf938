using System.Buffers;
using System.IO.Pipelines;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Imap.Syntax;
using MailAdmin.Protocols.Transport;

namespace MailAdmin.Protocols.Imap.Wire;

/// <summary>
/// Collects commands from the connection: lines, and the literals that a line announces at its end (RFC 9051 §4.3,
/// RFC 7888). A literal is asked for only when it will be taken; a non-synchronizing one that will not is read past, since
/// its octets must not be taken for commands. The one literal that is not collected is the message of APPEND.
/// </summary>
/// <remarks>No buffer is held while the session waits for a command.</remarks>
internal sealed class CommandReader(
    MailTransport transport, ResponseWriter responses, ServerLimits limits, Func<ReadOnlySpan<byte>, bool> endsInMessage) : IDisposable
{
    private const int FirstBuffer = 512;

    /// <summary>What is kept of a command that is too long: its start, for the tag, and its end, for a literal there.</summary>
    private const int KeptOfStart = 256;
    private const int KeptOfEnd = 64;

    /// <summary>A line that is this many times too long is not read to its end.</summary>
    private const int EndlessFactor = 16;

    /// <summary>A stranger needs no literal that is longer than a user name or a password.</summary>
    private const int StrangersLiteral = 8_192;

    private byte[] buffer = [];
    private int length;
    private int lineStart;

    /// <summary>Whether somebody is logged on: strangers get less time and less memory.</summary>
    public bool IsLoggedOn { get; set; }

    /// <summary>Reads the next command; null: the client closed the connection.</summary>
    public async ValueTask<CommandText?> ReadCommandAsync(CancellationToken cancellationToken)
    {
        Release();
        ImapStatus? refusal = null;
        long literals = 0;
        long lines = 0;
        while (true)
        {
            LineEnd end = await ReadLineAsync(cancellationToken);
            if (end == LineEnd.Closed)
            {
                return null;
            }

            // A literal of no octets begins a new line, so all lines of a command together may have what one may have.
            lines += Line.Length;
            if (end == LineEnd.Endless || lines > EndlessLength)
            {
                return new CommandText(Octets, Refusal: ImapReplies.LineTooLong, EndsSession: true);
            }

            refusal ??= lines > limits.ImapCommandLine ? ImapReplies.LineTooLong : RefusalOf(end);
            if (end == LineEnd.BareLineFeed || FindLiteral(Line.Span) is not { } literal)
            {
                return new CommandText(Octets, Refusal: refusal);
            }

            if (refusal is null && endsInMessage(Octets.Span))
            {
                return new CommandText(Octets, literal);
            }

            literals += Math.Min(literal.Length, int.MaxValue);
            refusal ??= literals > LiteralLimit ? ImapReplies.LiteralTooLong : null;
            if (refusal is not null && (literal.IsSynchronizing || literal.Length > MostToReadPast))
            {
                return new CommandText(Octets, Refusal: refusal, EndsSession: !literal.IsSynchronizing);
            }

            if (refusal is not null)
            {
                CutTo(KeptOfStart);
            }

            bool isRead = refusal is null
                ? await CollectAsync(literal, cancellationToken)
                : await CopyAsync(literal.Length, null, cancellationToken);
            if (!isRead)
            {
                return null;
            }
        }
    }

    /// <summary>Reads a line that continues a command, without its end; null: it is too long, malformed, or the client is gone.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadContinuationAsync(CancellationToken cancellationToken)
    {
        LineEnd end = await ReadLineAsync(cancellationToken);
        return end == LineEnd.Whole ? Line : null;
    }

    /// <summary>Waits until the client sends something, which is not read; false: <see cref="MailTransport.InterruptRead"/> came first.</summary>
    public async ValueTask<bool> WaitForInputAsync(TimeSpan timeout, CancellationToken cancellationToken)
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

    /// <summary>Asks for a literal if the client waits to be asked, and passes its octets on.</summary>
    /// <returns>Whether all came.</returns>
    /// <exception cref="MailException">They cannot be kept; all came, and were read past.</exception>
    public async ValueTask<bool> ReceiveAsync(PendingLiteral literal, MessageSpool spool, CancellationToken cancellationToken)
    {
        literal.IsSettled = true;
        AskFor(literal);
        return await CopyAsync(literal.Length, spool, cancellationToken);
    }

    /// <summary>Reads past what the client sends, or has sent, after a literal that nobody wanted. False: the session cannot go on.</summary>
    public async ValueTask<bool> ReadPastAsync(PendingLiteral? literal, CancellationToken cancellationToken)
    {
        if (literal is { IsSettled: true })
        {
            return true;
        }

        long lines = 0;
        while (literal is { IsSynchronizing: false })
        {
            if (literal.Length > MostToReadPast
                || !await CopyAsync(literal.Length, null, cancellationToken))
            {
                return false;
            }

            // Nobody needs the line before any more.
            CutTo(lineStart);
            if (await ReadLineAsync(cancellationToken) is LineEnd.Closed or LineEnd.Endless)
            {
                return false;
            }

            lines += Line.Length;
            if (lines > EndlessLength)
            {
                return false;
            }

            literal = FindLiteral(Line.Span);
        }

        return true;
    }

    /// <summary>The literal that a line announces at its end.</summary>
    public static PendingLiteral? FindLiteral(ReadOnlySpan<byte> line)
    {
        int open = line.LastIndexOf((byte)'{');
        if (open < 0 || line[^1] != '}')
        {
            return null;
        }

        var reader = new ImapReader(line[open..]);
        return reader.TryReadLiteralHeader(out long size, out bool isSynchronizing) && reader.AtEnd
            ? new PendingLiteral(size, isSynchronizing)
            : null;
    }

    /// <inheritdoc/>
    public void Dispose() => Release();

    private ReadOnlyMemory<byte> Octets => buffer.AsMemory(0, length);

    private ReadOnlyMemory<byte> Line => buffer.AsMemory(lineStart, length - lineStart);

    private TimeSpan Timeout => IsLoggedOn ? limits.ImapTimeout : limits.PreLogonTimeout;

    private long EndlessLength => (long)limits.ImapCommandLine * EndlessFactor;

    private int LiteralLimit => IsLoggedOn ? limits.ImapLiteral : Math.Min(limits.ImapLiteral, StrangersLiteral);

    private long MostToReadPast => IsLoggedOn ? 2 * limits.MessageSize : limits.ImapLiteral;

    private static ImapStatus? RefusalOf(LineEnd end) => end switch
    {
        LineEnd.TooLong => ImapReplies.LineTooLong,
        LineEnd.BareLineFeed => ImapReplies.BareLineFeed,
        _ => null,
    };

    private void AskFor(PendingLiteral literal)
    {
        if (literal.IsSynchronizing)
        {
            responses.Write("+ Ready for literal data\r\n"u8);
        }
    }

    private async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken)
    {
        responses.Commit();
        while (true)
        {
            try
            {
                return await transport.ReadAsync(Timeout, cancellationToken);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // A wake-up that came when IDLE had ended already; its cause is told with the next command.
            }
        }
    }

    private async ValueTask<bool> CollectAsync(PendingLiteral literal, CancellationToken cancellationToken)
    {
        AskFor(literal);
        Append("\r\n"u8);
        long left = literal.Length;
        while (left > 0)
        {
            ReadResult result = await ReadAsync(cancellationToken);
            ReadOnlySequence<byte> taken = result.Buffer.Slice(0, Math.Min(left, result.Buffer.Length));
            foreach (ReadOnlyMemory<byte> segment in taken)
            {
                Append(segment.Span);
            }

            left -= taken.Length;
            transport.AdvanceTo(taken.End, taken.End);
            if (result.IsCompleted && left > 0)
            {
                return false;
            }
        }

        return true;
    }

    private async ValueTask<bool> CopyAsync(long count, MessageSpool? spool, CancellationToken cancellationToken)
    {
        MailException? fault = null;
        while (count > 0)
        {
            ReadResult result = await ReadAsync(cancellationToken);
            ReadOnlySequence<byte> taken = result.Buffer.Slice(0, Math.Min(count, result.Buffer.Length));
            if (spool is not null && fault is null)
            {
                fault = await WriteAsync(taken, spool, cancellationToken);
            }

            count -= taken.Length;
            transport.AdvanceTo(taken.End, taken.End);
            if (result.IsCompleted && count > 0)
            {
                return false;
            }
        }

        return fault is null ? true : throw fault;
    }

    // The rest of a message that cannot be kept comes all the same, and must not be taken for commands.
    private static async ValueTask<MailException?> WriteAsync(
        ReadOnlySequence<byte> octets, MessageSpool spool, CancellationToken cancellationToken)
    {
        try
        {
            foreach (ReadOnlyMemory<byte> segment in octets)
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

    private async ValueTask<LineEnd> ReadLineAsync(CancellationToken cancellationToken)
    {
        lineStart = length;
        long total = 0;
        bool isTooLong = false;
        while (true)
        {
            ReadResult result = await ReadAsync(cancellationToken);
            ReadOnlySequence<byte> octets = result.Buffer;
            SequencePosition? lineFeed = octets.PositionOf((byte)'\n');
            ReadOnlySequence<byte> taken = lineFeed is { } place ? octets.Slice(0, octets.GetPosition(1, place)) : octets;
            total += taken.Length;
            foreach (ReadOnlyMemory<byte> segment in taken)
            {
                Append(segment.Span);
            }

            transport.AdvanceTo(taken.End, taken.End);
            if (length - lineStart > limits.ImapCommandLine)
            {
                KeepStartAndEnd();
                isTooLong = true;
            }

            if (lineFeed is not null)
            {
                return EndLine(isTooLong);
            }

            if (result.IsCompleted)
            {
                return LineEnd.Closed;
            }

            if (total > EndlessLength)
            {
                return LineEnd.Endless;
            }
        }
    }

    private LineEnd EndLine(bool isTooLong)
    {
        length--;
        if (length == lineStart || buffer[length - 1] != '\r')
        {
            return LineEnd.BareLineFeed;
        }

        length--;
        return isTooLong ? LineEnd.TooLong : LineEnd.Whole;
    }

    private void KeepStartAndEnd()
    {
        buffer.AsSpan(length - KeptOfEnd, KeptOfEnd).CopyTo(buffer.AsSpan(KeptOfStart));
        length = KeptOfStart + KeptOfEnd;
        lineStart = Math.Min(lineStart, KeptOfStart);
    }

    private void CutTo(int kept)
    {
        if (kept < length)
        {
            // A password may be in it.
            buffer.AsSpan(kept, length - kept).Clear();
            length = kept;
        }
    }

    private void Append(ReadOnlySpan<byte> octets)
    {
        if (buffer.Length - length < octets.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(FirstBuffer, Math.Max(buffer.Length * 2, length + octets.Length)));
            Octets.Span.CopyTo(larger);
            Return();
            buffer = larger;
        }

        octets.CopyTo(buffer.AsSpan(length));
        length += octets.Length;
    }

    private void Release()
    {
        Return();
        buffer = [];
        length = 0;
        lineStart = 0;
    }

    private void Return()
    {
        if (buffer.Length > 0)
        {
            // A password may be in it.
            buffer.AsSpan(0, length).Clear();
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
