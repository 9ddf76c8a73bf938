using System.Text;
using MailAdmin.Contracts;

namespace MailAdmin.Server.Outbound.Smtp;

/// <summary>
/// A stored message without the Return-Path field that every stored message begins with: a server that relays a message
/// must not add one. RFC 5321 §4.4
/// </summary>
internal sealed class RelayedContent : MessageContent
{
    // The field has one address: a local part of 64 bytes and a domain of 255, twice that for UTF-8.
    private const int MaxField = 1_024;
    private readonly MessageContent content;
    private readonly int start;

    private RelayedContent(MessageContent content, int start)
    {
        this.content = content;
        this.start = start;
    }

    public override long Length => content.Length - start;

    public override ReadOnlyMemory<byte> Structure => default;

    /// <summary>
    /// The message as it is relayed. Owns the content from then on and disposes it also when this fails.
    /// </summary>
    public static async ValueTask<MessageContent> OfAsync(MessageContent content, CancellationToken cancellationToken)
    {
        try
        {
            byte[] head = new byte[(int)Math.Min(content.Length, MaxField)];
            int count = await content.ReadAsync(0, head, cancellationToken);
            int start = LengthOfReturnPath(head.AsSpan(0, count));
            return start == 0 ? content : new RelayedContent(content, start);
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }

    public override ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken) =>
        content.ReadAsync(offset + start, buffer, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        content.Dispose();
        base.Dispose(disposing);
    }

    private static int LengthOfReturnPath(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> name = "Return-Path:"u8;
        int end = head.IndexOf("\r\n"u8);
        bool hasField = end >= 0 && head.Length > name.Length && Ascii.EqualsIgnoreCase(head[..name.Length], name);
        return hasField ? end + 2 : 0;
    }
}
