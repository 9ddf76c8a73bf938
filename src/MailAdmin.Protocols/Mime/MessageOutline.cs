using MailAdmin.Contracts;

namespace MailAdmin.Protocols.Mime;

/// <summary>What is derived from a message once, when it is stored, and kept beside it: IMAP's ENVELOPE, BODY and BODYSTRUCTURE, and where each part lies.</summary>
public static class MessageOutline
{
    /// <summary>Derives the outline of a message.</summary>
    public static ValueTask<ReadOnlyMemory<byte>> DeriveAsync(MessageContent content, ServerLimits limits, CancellationToken cancellationToken)
    {
        throw new NotImplementedException();
    }
}
