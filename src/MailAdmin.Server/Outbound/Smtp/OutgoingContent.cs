using System.Buffers;
using MailAdmin.Contracts;

namespace MailAdmin.Server.Outbound.Smtp;

/// <summary>A message as it is to be sent, octet for octet, and what its octets ask of a server.</summary>
/// <remarks>Whatever BODY said, the octets are looked at. RFC 5321 §2.3.8, §4.5.3.1.6; RFC 6152 §3; RFC 3030 §3; RFC 6532 §3.2</remarks>
internal sealed class OutgoingContent : IDisposable
{
    private const int BlockSize = 64 * 1024;
    private const int MaxLine = 998;

    private readonly MessageContent content;
    private readonly byte[] block;
    private int kept;

    private OutgoingContent(MessageContent content)
    {
        this.content = content;
        block = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(content.Length, 1, BlockSize));
    }

    /// <summary>The number of octets.</summary>
    public long Length => content.Length;

    /// <summary>Whether octets above 127 are in it.</summary>
    public bool IsEightBit { get; private set; }

    /// <summary>Whether octets above 127 are in the header of the message.</summary>
    public bool HasInternationalHeader { get; private set; }

    /// <summary>Whether it is more than lines: a NUL, a CR or LF alone.</summary>
    public bool IsBinary { get; private set; }

    /// <summary>Whether a line is longer than 998 octets.</summary>
    public bool HasLongLine { get; private set; }

    /// <summary>Whether it ends with CRLF.</summary>
    public bool EndsWithLineBreak { get; private set; }

    /// <summary>Reads a message through. Takes it over; it is disposed also when this fails.</summary>
    public static async ValueTask<OutgoingContent> ReadAsync(MessageContent content, CancellationToken cancellationToken)
    {
        OutgoingContent outgoing = new(await RelayedContent.OfAsync(content, cancellationToken));
        try
        {
            await outgoing.ScanAsync(cancellationToken);
            return outgoing;
        }
        catch
        {
            outgoing.Dispose();
            throw;
        }
    }

    /// <summary>The octets in blocks; each is valid until the next.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadBlocksAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (long offset = 0; offset < Length; )
        {
            // A small message is still there from the scan.
            bool isKept = offset == 0 && kept == Length;
            int count = isKept ? kept : await content.ReadAsync(offset, block, cancellationToken);
            kept = offset == 0 && count == Length ? count : 0;
            if (count == 0)
            {
                throw MailException.Of(MailError.StoreFailed.As("Truncated"));
            }

            count = (int)Math.Min(count, Length - offset);
            yield return block.AsMemory(0, count);
            offset += count;
        }
    }

    public void Dispose()
    {
        content.Dispose();
        ArrayPool<byte>.Shared.Return(block);
    }

    private async ValueTask ScanAsync(CancellationToken cancellationToken)
    {
        Scan scan = new();
        await foreach (ReadOnlyMemory<byte> piece in ReadBlocksAsync(cancellationToken))
        {
            scan.Add(piece.Span);
        }

        IsEightBit = scan.EightBit;
        HasInternationalHeader = scan.EightBitHeader;
        IsBinary = scan.Binary || scan.Last == '\r';
        HasLongLine = scan.LongLine;
        EndsWithLineBreak = scan.Last == '\n' && !scan.Binary;
    }

    // One pass over lines; most octets are only searched through.
    private struct Scan
    {
        private static readonly SearchValues<byte> Special = SearchValues.Create([(byte)'\r', (byte)'\n', 0]);
        private int lineLength;
        private bool inBody;

        public bool EightBit { get; private set; }

        public bool EightBitHeader { get; private set; }

        public bool Binary { get; private set; }

        public bool LongLine { get; private set; }

        public byte Last { get; private set; }

        public void Add(ReadOnlySpan<byte> octets)
        {
            while (!octets.IsEmpty)
            {
                int next = octets.IndexOfAny(Special);
                ReadOnlySpan<byte> text = next < 0 ? octets : octets[..next];
                if (!text.IsEmpty)
                {
                    AddText(text);
                }

                if (next < 0)
                {
                    return;
                }

                AddSpecial(octets[next]);
                octets = octets[(next + 1)..];
            }
        }

        private void AddText(ReadOnlySpan<byte> text)
        {
            Binary |= Last == '\r';
            Last = text[^1];
            lineLength += text.Length;
            LongLine |= lineLength > MaxLine;
            if ((!EightBit || (!inBody && !EightBitHeader)) && !System.Text.Ascii.IsValid(text))
            {
                EightBit = true;
                EightBitHeader |= !inBody;
            }
        }

        private void AddSpecial(byte octet)
        {
            Binary |= octet == 0 || (octet == '\n' ? Last != '\r' : Last == '\r');
            if (octet == '\n')
            {
                inBody |= lineLength == 0;
                lineLength = 0;
            }

            Last = octet;
        }
    }
}
