using System.Buffers;
using System.Text;

namespace MailAdmin.Server.Outbound.Smtp;

/// <summary>
/// Writes the bytes of a message: with dots doubled after DATA (RFC 5321 §4.5.2), or unchanged after BDAT (RFC 3030
/// §2).
/// </summary>
internal static class SmtpContentWriter
{
    private const int OutputSize = 64 * 1024;

    /// <summary>Writes the whole message as one chunk, the last.</summary>
    public static async Task WriteChunkAsync(
        SmtpStream stream, OutgoingContent content, CancellationToken cancellationToken)
    {
        using Output output = new(stream);
        await output.AddAsync(Encoding.ASCII.GetBytes($"BDAT {content.Length} LAST\r\n"), cancellationToken);
        await foreach (ReadOnlyMemory<byte> block in content.ReadBlocksAsync(cancellationToken))
        {
            await output.AddAsync(block, cancellationToken);
        }

        await output.FlushAsync(cancellationToken);
    }

    /// <summary>
    /// Writes the message and the final dot. CR and LF occur only as CRLF: other content is refused before.
    /// </summary>
    public static async Task WriteDataAsync(
        SmtpStream stream, OutgoingContent content, CancellationToken cancellationToken)
    {
        using Output output = new(stream);
        bool atLineStart = true;
        await foreach (ReadOnlyMemory<byte> block in content.ReadBlocksAsync(cancellationToken))
        {
            ReadOnlyMemory<byte> rest = block;
            while (!rest.IsEmpty)
            {
                if (atLineStart && rest.Span[0] == '.')
                {
                    await output.AddAsync("."u8.ToArray(), cancellationToken);
                }

                // Up to the next dot that begins a line, or to the end.
                int next = rest.Span.IndexOf("\n."u8);
                ReadOnlyMemory<byte> piece = next < 0 ? rest : rest[..(next + 1)];
                await output.AddAsync(piece, cancellationToken);
                atLineStart = piece.Span[^1] == '\n';
                rest = rest[piece.Length..];
            }
        }

        byte[] end = content.EndsWithLineBreak ? ".\r\n"u8.ToArray() : "\r\n.\r\n"u8.ToArray();
        await output.AddAsync(end, cancellationToken);
        await output.FlushAsync(cancellationToken);
    }

    // A small message is sent in one write.
    private sealed class Output(SmtpStream stream) : IDisposable
    {
        private readonly byte[] buffer = ArrayPool<byte>.Shared.Rent(OutputSize);
        private int used;

        public async ValueTask AddAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        {
            while (bytes.Length > buffer.Length - used)
            {
                int fits = buffer.Length - used;
                bytes[..fits].CopyTo(buffer.AsMemory(used));
                used = buffer.Length;
                bytes = bytes[fits..];
                await FlushAsync(cancellationToken);
            }

            bytes.CopyTo(buffer.AsMemory(used));
            used += bytes.Length;
        }

        public async ValueTask FlushAsync(CancellationToken cancellationToken)
        {
            await stream.SendAsync(buffer.AsMemory(0, used), stream.Timeouts.DataBlock, cancellationToken);
            used = 0;
        }

        public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);
    }
}
