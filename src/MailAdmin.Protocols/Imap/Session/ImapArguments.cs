using MailAdmin.Protocols.Imap.Syntax;
using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Protocols.Imap.Session;

/// <summary>What a command says behind its verb. Valid until the command ends.</summary>
/// <param name="Command">Its row in the table.</param>
/// <param name="Text">The octets behind the verb, from the space before the first argument, literals included.</param>
/// <param name="Message">The literal that was not read yet; null: none.</param>
internal sealed record ImapArguments(ImapCommand Command, ReadOnlyMemory<byte> Text, PendingLiteral? Message)
{
    /// <summary>Whether messages are named by UID.</summary>
    public bool ByUid => Command.Has(ImapCommandFlags.ByUid);

    /// <summary>Whether there is nothing.</summary>
    public bool AreEmpty => Text.IsEmpty;

    /// <summary>Reads them from the start.</summary>
    public ImapReader Read() => new(Text.Span);
}
