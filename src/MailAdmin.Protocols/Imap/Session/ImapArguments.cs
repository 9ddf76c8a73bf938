using MailAdmin.Protocols.Imap.Syntax;
using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Protocols.Imap.Session;

/// <summary>The arguments of a command. Valid until the command ends.</summary>
/// <param name="Command">Its row in the table.</param>
/// <param name="Text">The bytes after the verb, from the space before the first argument, literals included.</param>
/// <param name="Message">The literal that was not read yet, or null when there is none.</param>
internal sealed record ImapArguments(ImapCommand Command, ReadOnlyMemory<byte> Text, PendingLiteral? Message)
{
    /// <summary>Whether messages are named by UID.</summary>
    public bool ByUid => Command.Has(ImapCommandFlags.ByUid);

    /// <summary>Whether there is nothing.</summary>
    public bool AreEmpty => Text.IsEmpty;

    /// <summary>Reads them from the start.</summary>
    public ImapReader Read() => new(Text.Span);

    /// <summary>Reads the name of a mailbox that is the only argument.</summary>
    public bool TryReadMailbox(out string name)
    {
        ImapReader reader = Read();
        name = "";
        return reader.TryReadSpace() && reader.TryReadMailbox(out name) && reader.AtEnd;
    }
}
