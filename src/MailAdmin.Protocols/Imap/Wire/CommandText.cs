namespace MailAdmin.Protocols.Imap.Wire;

/// <summary>A command as it was received, before it is parsed.</summary>
/// <param name="Bytes">Its lines without the last CRLF, with the literals between them.</param>
/// <param name="Message">The literal of a message at its end, not read yet, or null when there is none.</param>
/// <param name="Refusal">Why it is refused, or null when it is complete.</param>
/// <param name="EndsSession">Whether the beginning of the next command cannot be found any more.</param>
internal readonly record struct CommandText(
    ReadOnlyMemory<byte> Bytes, PendingLiteral? Message = null, ImapStatus? Refusal = null, bool EndsSession = false);
