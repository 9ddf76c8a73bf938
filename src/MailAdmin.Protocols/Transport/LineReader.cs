using System.Buffers;
using System.IO.Pipelines;

namespace MailAdmin.Protocols.Transport;

/// <summary>Reads lines that end with CRLF and nothing else, up to a limit, within a time for the whole line.</summary>
/// <remarks>
/// RFC 5321 §2.3.7, §2.3.8, §4.5.3.1.4; RFC 1939 §3; RFC 2449 §4. The line is copied into a buffer of the session, so
/// it stays valid until the next line, whatever else is read in between.
/// </remarks>
internal sealed class LineReader(MailTransport transport)
{
    private const int UsualLine = 512;
    private static readonly SearchValues<byte> ForbiddenBytes = SearchValues.Create([(byte)'\r', (byte)'\n', 0]);

    private byte[] buffer = [];
    private int length;

    /// <summary>The line without its CRLF, when the last read gave one.</summary>
    public ReadOnlySpan<byte> Line => buffer.AsSpan(0, length);

    /// <summary>The same, to be kept until the next line.</summary>
    public ReadOnlyMemory<byte> Bytes => buffer.AsMemory(0, length);

    /// <summary>Reads the next line.</summary>
    /// <param name="limit">The maximum number of bytes, CRLF included.</param>
    /// <param name="timeout">For the whole line, so that a client cannot extend it byte by byte.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="TimeoutException">It took too long.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public async ValueTask<LineStatus> ReadAsync(int limit, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (timeout <= TimeSpan.Zero)
        {
            // What is buffered is given without a wait, so only this ends a session that keeps sending.
            throw new TimeoutException("The client has no time left.");
        }

        length = 0;
        bool skipping = false;
        long start = transport.TimeProvider.GetTimestamp();
        TimeSpan left = timeout;
        while (true)
        {
            ReadResult result = await transport.ReadAsync(left, cancellationToken);
            ReadOnlySequence<byte> input = result.Buffer;
            if (TryFindLineEnd(input, out ReadOnlySequence<byte> line, out SequencePosition next))
            {
                LineStatus status = skipping || line.Length + 2 > limit ? LineStatus.TooLong : Keep(line);
                transport.AdvanceTo(next, next);
                return status;
            }

            if (result.IsCompleted)
            {
                transport.AdvanceTo(input.End, input.End);
                return LineStatus.EndOfStream;
            }

            skipping |= input.Length >= limit;

            // A CR at the end may be half of the line's end, so it stays.
            transport.AdvanceTo(skipping ? input.GetPosition(Math.Max(0, input.Length - 1)) : input.Start, input.End);
            left = timeout - transport.TimeProvider.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
            {
                throw new TimeoutException("The line was not finished in time.");
            }
        }
    }

    private static bool TryFindLineEnd(
        in ReadOnlySequence<byte> input, out ReadOnlySequence<byte> line, out SequencePosition next)
    {
        SequenceReader<byte> reader = new(input);
        bool found = reader.TryReadTo(out line, "\r\n"u8);
        next = reader.Position;
        return found;
    }

    private LineStatus Keep(in ReadOnlySequence<byte> line)
    {
        length = (int)line.Length;
        if (buffer.Length < length || (buffer.Length > UsualLine && length <= UsualLine))
        {
            buffer = new byte[Math.Max(length, UsualLine)];
        }

        line.CopyTo(buffer);
        return Line.ContainsAny(ForbiddenBytes) ? LineStatus.Malformed : LineStatus.Line;
    }
}
