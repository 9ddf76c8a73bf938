namespace MailAdmin.Protocols.Imap.Wire;

/// <summary>A command as it came, before anything in it is understood.</summary>
/// <param name="Octets">Its lines without the last CRLF, with the literals between them.</param>
/// <param name="Message">The literal of a message at its end, not read yet; null: none.</param>
/// <param name="Refusal">Why it could not be taken; null: it is whole.</param>
/// <param name="EndsSession">Whether what follows on the connection cannot be told from commands any more.</param>
internal readonly record struct CommandText(
    ReadOnlyMemory<byte> Octets, PendingLiteral? Message = null, ImapStatus? Refusal = null, bool EndsSession = false);
