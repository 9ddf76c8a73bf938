using System.Buffers;
using System.IO.Pipelines;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Imap.Syntax;
using MailAdmin.Protocols.Transport;

namespace MailAdmin.Protocols.Imap.Wire;

/// <summary>
/// Collects commands from the connection: lines, and the literals that a line announces at its end (RFC 9051 §4.3,
/// RFC 7888). A literal is requested only when it will be accepted; a non-synchronizing one that is refused is skipped,
/// because its bytes must not be read as commands. The one literal that is not collected is the message of APPEND.
/// </summary>
/// <remarks>The reader rents no buffer while the session waits for a command.</remarks>
internal sealed class CommandReader(
    MailTransport transport,
    ResponseWriter responses,
    ServerLimits limits,
    Func<ReadOnlySpan<byte>, bool> endsInMessage)
    : IDisposable
{
    /// <summary>A line that exceeds the limit this many times is not read to its end.</summary>
    private const int EndlessFactor = 16;

    /// <summary>An unauthenticated client needs no literal that is longer than a user name or a password.</summary>
    private const int MaxLiteralBeforeLogon = 8_192;

    private readonly ClientInput input = new(transport, responses, limits);
    private readonly CommandBuffer buffer = new();

    /// <summary>Whether the client is authenticated: an unauthenticated one gets less time and less memory.</summary>
    public bool IsLoggedOn
    {
        get => input.IsLoggedOn;
        set => input.IsLoggedOn = value;
    }

    private long EndlessLength => (long)limits.ImapCommandLine * EndlessFactor;

    private int LiteralLimit => IsLoggedOn ? limits.ImapLiteral : Math.Min(limits.ImapLiteral, MaxLiteralBeforeLogon);

    private long MaxToSkip => IsLoggedOn ? 2 * limits.MessageSize : limits.ImapLiteral;

    /// <summary>Reads the next command; returns null when the client closed the connection.</summary>
    public async ValueTask<CommandText?> ReadCommandAsync(CancellationToken cancellationToken)
    {
        buffer.Release();
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

            // An empty literal begins a new line, so the limit of one line applies to all lines of a command together.
            lines += buffer.Line.Length;
            if (end == LineEnd.Endless || lines > EndlessLength)
            {
                return new CommandText(buffer.Bytes, Refusal: ImapReplies.LineTooLong, EndsSession: true);
            }

            refusal ??= lines > limits.ImapCommandLine ? ImapReplies.LineTooLong : RefusalOf(end);
            if (end == LineEnd.BareLineFeed || FindLiteral(buffer.Line.Span) is not { } literal)
            {
                return new CommandText(buffer.Bytes, Refusal: refusal);
            }

            if (refusal is null && endsInMessage(buffer.Bytes.Span))
            {
                return new CommandText(buffer.Bytes, literal);
            }

            literals += Math.Min(literal.Length, int.MaxValue);
            refusal ??= literals > LiteralLimit ? ImapReplies.LiteralTooLong : null;
            if (refusal is not null && (literal.IsSynchronizing || literal.Length > MaxToSkip))
            {
                return new CommandText(buffer.Bytes, Refusal: refusal, EndsSession: !literal.IsSynchronizing);
            }

            if (!await ReadLiteralAsync(literal, isRefused: refusal is not null, cancellationToken))
            {
                return null;
            }
        }
    }

    /// <summary>
    /// Reads a line that continues a command, without its end; returns null when it is too long or malformed, or the
    /// client is gone.
    /// </summary>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadContinuationAsync(CancellationToken cancellationToken) =>
        await ReadLineAsync(cancellationToken) == LineEnd.Whole ? buffer.Line : null;

    /// <summary>
    /// Waits until the client sends something, which is not read; returns false when
    /// <see cref="MailTransport.InterruptRead"/> came first.
    /// </summary>
    public ValueTask<bool> WaitForInputAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        input.WaitAsync(timeout, cancellationToken);

    /// <summary>Requests a literal if the client waits for that, and writes it to a spool.</summary>
    /// <returns>Whether all of it arrived.</returns>
    /// <exception cref="MailException">The store refused it; all bytes arrived and were skipped.</exception>
    public ValueTask<bool> ReceiveAsync(PendingLiteral literal, MessageSpool spool, CancellationToken cancellationToken)
    {
        literal.IsSettled = true;
        Request(literal);
        return input.CopyAsync(literal, spool, cancellationToken);
    }

    /// <summary>
    /// Skips what the client sends after a refused literal; returns false when the session cannot continue.
    /// </summary>
    public async ValueTask<bool> SkipAsync(PendingLiteral? literal, CancellationToken cancellationToken)
    {
        if (literal is { IsSettled: true })
        {
            return true;
        }

        long lines = 0;
        while (literal is { IsSynchronizing: false })
        {
            if (literal.Length > MaxToSkip || !await input.CopyAsync(literal, null, cancellationToken))
            {
                return false;
            }

            // The previous line is not needed any more.
            buffer.RemoveLine();
            if (await ReadLineAsync(cancellationToken) is LineEnd.Closed or LineEnd.Endless)
            {
                return false;
            }

            lines += buffer.Line.Length;
            if (lines > EndlessLength)
            {
                return false;
            }

            literal = FindLiteral(buffer.Line.Span);
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
    public void Dispose() => buffer.Release();

    private static ImapStatus? RefusalOf(LineEnd end) => end switch
    {
        LineEnd.TooLong => ImapReplies.LineTooLong,
        LineEnd.BareLineFeed => ImapReplies.BareLineFeed,
        _ => null,
    };

    private void Request(PendingLiteral literal)
    {
        if (literal.IsSynchronizing)
        {
            responses.Write("+ Ready for literal data\r\n"u8);
        }
    }

    // Of a command that is refused only the start is kept.
    private ValueTask<bool> ReadLiteralAsync(
        PendingLiteral literal, bool isRefused, CancellationToken cancellationToken)
    {
        if (isRefused)
        {
            buffer.KeepStart();
            return input.CopyAsync(literal, null, cancellationToken);
        }

        Request(literal);
        buffer.Append("\r\n"u8);
        return input.CollectAsync(literal.Length, buffer, cancellationToken);
    }

    private async ValueTask<LineEnd> ReadLineAsync(CancellationToken cancellationToken)
    {
        buffer.BeginLine();
        long total = 0;
        bool isTooLong = false;
        while (true)
        {
            ReadResult result = await input.ReadAsync(cancellationToken);
            ReadOnlySequence<byte> bytes = result.Buffer;
            SequencePosition? lineFeed = bytes.PositionOf((byte)'\n');
            ReadOnlySequence<byte> taken = lineFeed is { } place ? bytes.Slice(0, bytes.GetPosition(1, place)) : bytes;
            total += taken.Length;
            buffer.Append(taken);
            input.AdvanceTo(taken.End);
            if (buffer.Line.Length > limits.ImapCommandLine)
            {
                buffer.KeepStartAndEnd();
                isTooLong = true;
            }

            if (lineFeed is not null)
            {
                return !buffer.TryEndLine() ? LineEnd.BareLineFeed : isTooLong ? LineEnd.TooLong : LineEnd.Whole;
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
}
