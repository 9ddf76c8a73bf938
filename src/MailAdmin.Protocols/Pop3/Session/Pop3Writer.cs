using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;
using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Pop3.Syntax;
using MailAdmin.Protocols.Transport;

namespace MailAdmin.Protocols.Pop3.Session;

/// <summary>Writes the lines of a multi-line reply and buffers little of it.</summary>
internal sealed class Pop3Writer(MailTransport transport, TimeSpan sendTimeout)
{
    private const int Piece = 32_768;
    private const int MaxUnsent = 65_536;
    private const int MaxNumber = 20;

    private PipeWriter Output => transport.Output;

    /// <summary>Writes bytes as they are.</summary>
    public void Write(ReadOnlySpan<byte> bytes) => Output.Write(bytes);

    /// <summary>Writes a line of text.</summary>
    public void WriteLine(string text) => Output.Write(Encoding.UTF8.GetBytes(text + "\r\n"));

    /// <summary>Writes "first second".</summary>
    public ValueTask WriteNumbersAsync(long first, long second, CancellationToken cancellationToken)
    {
        WriteNumber(first, (byte)' ');
        WriteNumber(second, (byte)'\r');
        Write("\n"u8);
        return SendIfMuchAsync(cancellationToken);
    }

    /// <summary>Writes "number validity.uid".</summary>
    public ValueTask WriteUniqueIdAsync(long number, uint validity, Uid uid, CancellationToken cancellationToken)
    {
        WriteNumber(number, (byte)' ');
        WriteNumber(validity, (byte)'.');
        WriteNumber(uid.Value, (byte)'\r');
        Write("\n"u8);
        return SendIfMuchAsync(cancellationToken);
    }

    /// <summary>Writes a message with its dots doubled, and the dot that ends it.</summary>
    /// <param name="content">The message.</param>
    /// <param name="bodyLines">The number of lines of the body, or null for all.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async ValueTask WriteMessageAsync(
        MessageContent content, int? bodyLines, CancellationToken cancellationToken)
    {
        DotStuffer stuffer = new();
        TopLimiter limiter = new(bodyLines ?? 0);
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(Piece, Math.Max(content.Length, 1)));
        try
        {
            long offset = 0;
            while (offset < content.Length && !(bodyLines is not null && limiter.IsDone))
            {
                int count = await content.ReadAsync(offset, buffer, cancellationToken);
                if (count == 0)
                {
                    throw MailException.Of(MailError.StoreFailed.As("Truncated"));
                }

                offset += count;
                stuffer.Write(
                    Output, buffer.AsSpan(0, bodyLines is null ? count : limiter.Take(buffer.AsSpan(0, count))));
                await SendIfMuchAsync(cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        stuffer.End(Output);
    }

    private void WriteNumber(long number, byte then)
    {
        Span<byte> span = Output.GetSpan(MaxNumber + 1);
        Utf8Formatter.TryFormat(number, span, out int length);
        span[length] = then;
        Output.Advance(length + 1);
    }

    private ValueTask SendIfMuchAsync(CancellationToken cancellationToken) =>
        Output.UnflushedBytes >= MaxUnsent
            ? transport.FlushAsync(sendTimeout, cancellationToken)
            : ValueTask.CompletedTask;
}
