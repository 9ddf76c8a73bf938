using MailAdmin.Contracts;

namespace MailAdmin.Protocols.Mime;

/// <summary>
/// What is derived from a message once, when it is stored, and kept beside it: IMAP's ENVELOPE, BODY and BODYSTRUCTURE,
/// where each part lies, and the texts of the fields that are searched most. It can be derived again at any time.
/// </summary>
public static class MessageOutline
{
    /// <summary>Derives the outline of a message. Any octets have one; nothing in them makes it fail.</summary>
    /// <exception cref="MailException">The message cannot be read.</exception>
    public static ValueTask<ReadOnlyMemory<byte>> DeriveAsync(
        MessageContent content, ServerLimits limits, CancellationToken cancellationToken) =>
        OutlineBuilder.BuildAsync(content, limits, cancellationToken);

    /// <summary>The outline that is kept beside a message, or one derived now when there is none of this version.</summary>
    /// <exception cref="MailException">The message cannot be read.</exception>
    public static ValueTask<OutlineView> OpenAsync(
        MessageContent content, ServerLimits limits, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> outline = content.Outline;
        return OutlineFormat.IsValid(outline.Span)
            ? new ValueTask<OutlineView>(new OutlineView(outline))
            : DeriveAndOpenAsync(content, limits, cancellationToken);
    }

    private static async ValueTask<OutlineView> DeriveAndOpenAsync(
        MessageContent content, ServerLimits limits, CancellationToken cancellationToken) =>
        new(await DeriveAsync(content, limits, cancellationToken));
}
