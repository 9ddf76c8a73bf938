using MailAdmin.Contracts;

namespace MailAdmin.Protocols.Mime;

/// <summary>
/// What is derived from a message once, when it is stored, and kept beside it: IMAP's ENVELOPE, BODY and BODYSTRUCTURE,
/// where each part lies, and the texts of the fields that are searched most. It can be derived again at any time.
/// </summary>
public static class MessageStructure
{
    /// <summary>Derives the structure of a message. Any bytes have one; nothing in them makes it fail.</summary>
    /// <exception cref="MailException">The message cannot be read.</exception>
    public static ValueTask<ReadOnlyMemory<byte>> DeriveAsync(
        MessageContent content, ServerLimits limits, CancellationToken cancellationToken) =>
        StructureBuilder.BuildAsync(content, limits, cancellationToken);

    /// <summary>
    /// The structure that is kept beside a message, or one derived now when there is none of this version.
    /// </summary>
    /// <exception cref="MailException">The message cannot be read.</exception>
    public static ValueTask<StructureView> OpenAsync(
        MessageContent content, ServerLimits limits, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> structure = content.Structure;
        return StructureFormat.IsValid(structure.Span)
            ? new ValueTask<StructureView>(new StructureView(structure))
            : DeriveAndOpenAsync(content, limits, cancellationToken);
    }

    private static async ValueTask<StructureView> DeriveAndOpenAsync(
        MessageContent content, ServerLimits limits, CancellationToken cancellationToken) =>
        new(await DeriveAsync(content, limits, cancellationToken));
}
