using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Protocols.Imap.Session;

/// <summary>
/// The one table from causes to IMAP's answers. RFC 5530 §3, RFC 9051 §7.1. Texts say nothing that only the
/// administrator may know.
/// </summary>
internal static class ImapErrors
{
    /// <summary>The answer for a cause.</summary>
    /// <param name="error">The cause.</param>
    /// <param name="suggestsCreate">Whether a mailbox that is missing may be created and the command repeated.</param>
    public static ImapStatus For(MailError error, bool suggestsCreate = false) => error switch
    {
        MailError.MailboxNotFound when suggestsCreate => ImapStatus.No("TRYCREATE", "No such mailbox"),
        MailError.MailboxNotFound => ImapStatus.No("NONEXISTENT", "No such mailbox"),
        MailError.MailboxExists => ImapStatus.No("ALREADYEXISTS", "A mailbox of this name exists"),
        MailError.InvalidMailboxName => ImapStatus.No("CANNOT", "Not a possible mailbox name"),
        MailError.MailboxProtected => ImapStatus.No("CANNOT", "This mailbox cannot be changed"),
        MailError.MailboxLocked => ImapStatus.No("INUSE", "The mailbox is in use"),
        MailError.TooManyKeywords => ImapStatus.No("LIMIT", "The mailbox cannot hold more keywords"),
        MailError.TooManyMailboxes => ImapStatus.No("LIMIT", "The account cannot hold more mailboxes"),
        MailError.MessageNotFound => ImapReplies.ExpungeIssued,
        MailError.TooManyMessages => ImapStatus.No("LIMIT", "The mailbox or the account cannot hold more messages"),
        MailError.OverQuota => ImapStatus.No("OVERQUOTA", "The quota of the account is used up"),
        MailError.MessageLargerThanQuota => ImapStatus.No("OVERQUOTA", "The message is larger than the whole quota"),
        MailError.MessageTooLarge => ImapReplies.TooBig,
        MailError.LogonFailed => ImapStatus.No("AUTHENTICATIONFAILED", "Wrong user name or password"),
        MailError.LogonBlocked => ImapStatus.No("UNAVAILABLE", "Too many failed logons; try again later"),
        MailError.AccountDisabled or MailError.DomainDisabled or MailError.ProtocolDisabled or MailError.AccountNotFound
            or MailError.DomainNotFound => ImapStatus.No("AUTHORIZATIONFAILED", "The account may not use IMAP"),
        MailError.InvalidPassword => ImapStatus.No("CANNOT", "The password cannot be used"),
        MailError.DiskFull or MailError.StoreFailed or MailError.StoreUnavailable or MailError.StoreReadOnly
            or MailError.StoreLocked or MailError.OwnerUnreachable or MailError.StoreNotFound or MailError.StoreInvalid
            or MailError.StoreAccessDenied
            => ImapStatus.No("UNAVAILABLE", "The mail store is not available now; try again later"),

        // No command of IMAP leads to another cause; if one does, it is a fault of ours.
        _ => ServerBug,
    };

    /// <summary>The answer to a fault of ours.</summary>
    public static ImapStatus ServerBug { get; } = ImapStatus.No("SERVERBUG", "Internal error; it was logged");
}
