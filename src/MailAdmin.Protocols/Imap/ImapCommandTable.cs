using MailAdmin.Protocols.Imap.Commands;
using MailAdmin.Protocols.Imap.Session;
using MailAdmin.Protocols.Syntax;
using static MailAdmin.Protocols.Imap.Session.ImapCommandFlags;
using static MailAdmin.Protocols.Imap.Session.ImapStates;

namespace MailAdmin.Protocols.Imap;

/// <summary>The commands. What is in this table is accepted, and the capabilities of its rows are announced.</summary>
internal static class ImapCommandTable
{
    /// <summary>All commands; those with UID have a verb of two words.</summary>
    public static CommandTable<ImapCommand> Commands { get; } = new(
    [
        new("CAPABILITY", Any, NoArguments, null, CapabilityCommand.ExecuteAsync),
        new("NOOP", Any, NoArguments, null, NoopCommand.ExecuteAsync),
        new("LOGOUT", Any, NoArguments, null, LogoutCommand.ExecuteAsync),
        new("ID", Any, None, "ID", IdCommand.ExecuteAsync),

        new("STARTTLS", NotAuthenticated, NoArguments, "STARTTLS", StartTlsCommand.ExecuteAsync),
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
        new("NAMESPACE", LoggedOn, NoArguments, "NAMESPACE", NamespaceCommand.ExecuteAsync),
        new("STATUS", LoggedOn, None, null, StatusCommand.ExecuteAsync),
        new("APPEND", LoggedOn, SuggestsCreate | StreamsMessage, null, AppendCommand.ExecuteAsync),
        new("IDLE", LoggedOn, NoArguments, "IDLE", IdleCommand.ExecuteAsync),
        new("GETQUOTA", LoggedOn, None, "QUOTA", GetQuotaCommand.ExecuteAsync),
        new("GETQUOTAROOT", LoggedOn, None, null, GetQuotaRootCommand.ExecuteAsync),
        new("SETQUOTA", LoggedOn, None, null, SetQuotaCommand.ExecuteAsync),

        new("CHECK", Selected, NoArguments, null, CheckCommand.ExecuteAsync),
        new("CLOSE", Selected, ChangesSelection | NoArguments, null, CloseCommand.ExecuteAsync),
        new("UNSELECT", Selected, ChangesSelection | NoArguments, "UNSELECT", UnselectCommand.ExecuteAsync),
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
    ],
    command => command.Verb);
}
