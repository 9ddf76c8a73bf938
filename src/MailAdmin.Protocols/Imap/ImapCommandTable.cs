using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using MailAdmin.Protocols.Imap.Commands;
using MailAdmin.Protocols.Imap.Syntax;
using static MailAdmin.Protocols.Imap.ImapCommandFlags;
using static MailAdmin.Protocols.Imap.ImapStates;

namespace MailAdmin.Protocols.Imap;

/// <summary>The commands: what is in this table is accepted, and what it says of a capability is announced.</summary>
internal static class ImapCommandTable
{
    private const string UidPrefix = "UID ";
    private const int LongestVerb = 32;

    /// <summary>All rows.</summary>
    public static IReadOnlyList<ImapCommand> Rows { get; } =
    [
        new("CAPABILITY", Any, None, null, CapabilityCommand.ExecuteAsync),
        new("NOOP", Any, None, null, NoopCommand.ExecuteAsync),
        new("LOGOUT", Any, None, null, LogoutCommand.ExecuteAsync),
        new("ID", Any, None, "ID", IdCommand.ExecuteAsync),

        new("STARTTLS", NotAuthenticated, None, "STARTTLS", StartTlsCommand.ExecuteAsync),
        new("AUTHENTICATE", NotAuthenticated, None, null, AuthenticateCommand.ExecuteAsync),
        new("LOGIN", NotAuthenticated, None, null, LoginCommand.ExecuteAsync),

        // RFC 5161 §3.1: not once a mailbox is selected.
        new("ENABLE", Authenticated, None, "ENABLE", EnableCommand.ExecuteAsync),
        new("SELECT", LoggedOn, ChangesSelection, null, SelectCommand.ExecuteAsync),
        new("EXAMINE", LoggedOn, ChangesSelection, null, ExamineCommand.ExecuteAsync),
        new("CREATE", LoggedOn, None, null, CreateCommand.ExecuteAsync),
        new("DELETE", LoggedOn, None, null, DeleteCommand.ExecuteAsync),
        new("RENAME", LoggedOn, None, null, RenameCommand.ExecuteAsync),
        new("SUBSCRIBE", LoggedOn, None, null, SubscribeCommand.ExecuteAsync),
        new("UNSUBSCRIBE", LoggedOn, None, null, UnsubscribeCommand.ExecuteAsync),
        new("LIST", LoggedOn, None, null, ListCommand.ExecuteAsync),
        new("LSUB", LoggedOn, None, null, LsubCommand.ExecuteAsync),
        new("NAMESPACE", LoggedOn, None, "NAMESPACE", NamespaceCommand.ExecuteAsync),
        new("STATUS", LoggedOn, None, null, StatusCommand.ExecuteAsync),
        new("APPEND", LoggedOn, SuggestsCreate | StreamsMessage, null, AppendCommand.ExecuteAsync),
        new("IDLE", LoggedOn, None, "IDLE", IdleCommand.ExecuteAsync),
        new("GETQUOTA", LoggedOn, None, "QUOTA", GetQuotaCommand.ExecuteAsync),
        new("GETQUOTAROOT", LoggedOn, None, null, GetQuotaRootCommand.ExecuteAsync),
        new("SETQUOTA", LoggedOn, None, null, SetQuotaCommand.ExecuteAsync),

        new("CHECK", Selected, None, null, CheckCommand.ExecuteAsync),
        new("CLOSE", Selected, ChangesSelection, null, CloseCommand.ExecuteAsync),
        new("UNSELECT", Selected, ChangesSelection, "UNSELECT", UnselectCommand.ExecuteAsync),
        new("EXPUNGE", Selected, Writes, null, ExpungeCommand.ExecuteAsync),
        new("SEARCH", Selected, HoldsExpunges, null, SearchCommand.ExecuteAsync),
        new("FETCH", Selected, HoldsExpunges, null, FetchCommand.ExecuteAsync),
        new("STORE", Selected, HoldsExpunges | Writes, null, StoreCommand.ExecuteAsync),
        new("COPY", Selected, SuggestsCreate, null, CopyCommand.ExecuteAsync),
        new("MOVE", Selected, SuggestsCreate | Writes, "MOVE", MoveCommand.ExecuteAsync),
        new("UID EXPUNGE", Selected, ByUid | Writes, "UIDPLUS", ExpungeCommand.ExecuteAsync),
        new("UID SEARCH", Selected, ByUid, null, SearchCommand.ExecuteAsync),
        new("UID FETCH", Selected, ByUid, null, FetchCommand.ExecuteAsync),
        new("UID STORE", Selected, ByUid | Writes, null, StoreCommand.ExecuteAsync),
        new("UID COPY", Selected, ByUid | SuggestsCreate, null, CopyCommand.ExecuteAsync),
        new("UID MOVE", Selected, ByUid | SuggestsCreate | Writes, null, MoveCommand.ExecuteAsync),
    ];

    private static readonly FrozenDictionary<string, ImapCommand>.AlternateLookup<ReadOnlySpan<char>> ByVerb =
        Rows.ToFrozenDictionary(row => row.Verb, StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    // command = tag SP (command-any / command-auth / command-nonauth / command-select) CRLF; uid = "UID" SP (copy / …)
    public static bool TryRead(ref ImapReader reader, [NotNullWhen(true)] out ImapCommand? command)
    {
        command = null;
        Span<char> verb = stackalloc char[LongestVerb];
        if (!reader.TryReadName(out ReadOnlySpan<byte> first) || first.Length > LongestVerb)
        {
            return false;
        }

        if (!Ascii.EqualsIgnoreCase(first, "UID"u8))
        {
            Encoding.ASCII.GetChars(first, verb);
            return ByVerb.TryGetValue(verb[..first.Length], out command);
        }

        if (!reader.TryReadSpace() || !reader.TryReadName(out ReadOnlySpan<byte> second) || second.Length > LongestVerb - UidPrefix.Length)
        {
            return false;
        }

        UidPrefix.CopyTo(verb);
        Encoding.ASCII.GetChars(second, verb[UidPrefix.Length..]);
        return ByVerb.TryGetValue(verb[..(UidPrefix.Length + second.Length)], out command);
    }

    /// <summary>Whether the literal that a command announces at its end is a message, for the handler to read.</summary>
    public static bool EndsInMessage(ReadOnlySpan<byte> octets)
    {
        var reader = new ImapReader(octets);
        return reader.TryReadTag(out _)
            && reader.TryReadSpace()
            && TryRead(ref reader, out ImapCommand? command)
            && command.Has(ImapCommandFlags.StreamsMessage)
            && AppendSyntax.EndsInMessage(reader.Rest);
    }
}
