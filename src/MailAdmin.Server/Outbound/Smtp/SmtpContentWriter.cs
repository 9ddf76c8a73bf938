using System.Buffers;
using System.Text;

namespace MailAdmin.Server.Outbound.Smtp;

/// <summary>Writes the octets of a message: with dots doubled after DATA (RFC 5321 §4.5.2), or as they are after BDAT (RFC 3030 §2).</summary>
internal static class SmtpContentWriter
{
    private const int OutputSize = 64 * 1024;

    /// <summary>The whole message as the one and last chunk.</summary>
    public static async Task WriteChunkAsync(SmtpStream stream, OutgoingContent content, SmtpTimeouts timeouts, CancellationToken cancellationToken)
    {
        Output output = new(stream, timeouts);
        try
        {
            await output.AddAsync(Encoding.ASCII.GetBytes($"BDAT {content.Length} LAST\r\n"), cancellationToken);
            await foreach (ReadOnlyMemory<byte> block in content.ReadBlocksAsync(cancellationToken))
            {
                await output.AddAsync(block, cancellationToken);
            }

            await output.FlushAsync(cancellationToken);
        }
        finally
        {
            output.Dispose();
        }
    }

    /// <summary>The message and the dot. It has no CR and no LF but as CRLF, or it would not have come here.</summary>
    public static async Task WriteDataAsync(SmtpStream stream, OutgoingContent content, SmtpTimeouts timeouts, CancellationToken cancellationToken)
    {
        Output output = new(stream, timeouts);
        bool atLineStart = true;
        try
        {
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
        finally
        {
            output.Dispose();
        }
    }

    // A small message leaves in one write.
    private sealed class Output(SmtpStream stream, SmtpTimeouts timeouts) : IDisposable
    {
        private readonly byte[] buffer = ArrayPool<byte>.Shared.Rent(OutputSize);
        private int used;

        public async ValueTask AddAsync(ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
        {
            while (octets.Length > buffer.Length - used)
            {
                int fits = buffer.Length - used;
                octets[..fits].CopyTo(buffer.AsMemory(used));
                used = buffer.Length;
                octets = octets[fits..];
                await FlushAsync(cancellationToken);
            }

            octets.CopyTo(buffer.AsMemory(used));
            used += octets.Length;
        }

        public async ValueTask FlushAsync(CancellationToken cancellationToken)
        {
            await stream.SendAsync(buffer.AsMemory(0, used), timeouts.DataBlock, cancellationToken);
            used = 0;
        }

        public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);
    }
}
