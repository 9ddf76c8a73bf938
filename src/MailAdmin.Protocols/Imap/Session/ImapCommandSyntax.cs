using System.Diagnostics.CodeAnalysis;
using System.Text;
using MailAdmin.Protocols.Imap.Syntax;
using MailAdmin.Protocols.Syntax;

namespace MailAdmin.Protocols.Imap.Session;

/// <summary>Reads which command a line names. RFC 9051 §9 (command)</summary>
internal static class ImapCommandSyntax
{
    // command = tag SP (command-any / command-auth / command-nonauth / command-select) CRLF; uid = "UID" SP (copy / …)
    public static bool TryReadCommand(
        ref this ImapReader reader, CommandTable<ImapCommand> commands, [NotNullWhen(true)] out ImapCommand? command)
    {
        int start = reader.Position;
        bool isRead = reader.TryReadName(out ReadOnlySpan<byte> name)
            && (!Ascii.EqualsIgnoreCase(name, "UID"u8) || (reader.TryReadSpace() && reader.TryReadName(out _)));
        command = isRead ? commands.Find(reader.ReadSince(start)) : null;
        return command is not null;
    }

    /// <summary>
    /// Whether the literal that a command announces at its end is a message, which the handler reads.
    /// </summary>
    public static bool EndsInMessage(ReadOnlySpan<byte> bytes, CommandTable<ImapCommand> commands)
    {
        var reader = new ImapReader(bytes);
        return reader.TryReadTag(out _)
            && reader.TryReadSpace()
            && reader.TryReadCommand(commands, out ImapCommand? command)
            && command.Has(ImapCommandFlags.StreamsMessage)
            && AppendSyntax.EndsInMessage(reader.Rest);
    }
}
