using System.Collections.Frozen;

namespace MailAdmin.Protocols.Smtp.Syntax;

/// <summary>
/// The one table from causes to replies; a cause that is not in it is trouble of the server. Public text never names
/// files or policy. RFC 3463 §3; RFC 5248
/// </summary>
internal static class SmtpErrors
{
    private static readonly SmtpReply Trouble = new(451, "4.3.0", "Temporary server error; try again later");
    private static readonly SmtpReply NoSuchMailbox = new(550, "5.1.1", "No such mailbox here");
    private static readonly SmtpReply Disabled = new(550, "5.2.1", "Mailbox disabled");
    private static readonly SmtpReply Loop = new(554, "5.4.6", "Routing loop detected");
    private static readonly SmtpReply BadCredentials = new(535, "5.7.8", "Authentication credentials invalid");

    private static readonly FrozenDictionary<MailError, SmtpReply> Replies = new Dictionary<MailError, SmtpReply>
    {
        [MailError.InvalidAddress] = SmtpReplies.BadRecipientSyntax,
        [MailError.InvalidDomainName] = new(501, "5.1.2", "Bad domain name"),
        [MailError.InvalidSize] = SmtpReplies.BadParameters,
        [MailError.InvalidArgument] = SmtpReplies.BadParameters,
        [MailError.DiskFull] = new(452, "4.3.1", "Insufficient system storage"),
        [MailError.DomainNotFound] = new(550, "5.1.2", "No such domain here"),
        [MailError.DomainDisabled] = Disabled,
        [MailError.AccountNotFound] = NoSuchMailbox,
        [MailError.AccountDisabled] = Disabled,
        [MailError.AliasNotFound] = NoSuchMailbox,
        [MailError.AliasLoop] = Loop,
        [MailError.RecipientNotFound] = NoSuchMailbox,
        [MailError.RelayDenied] = new(550, "5.7.1", "Relaying denied"),
        [MailError.RoutingLoop] = Loop,
        [MailError.OverQuota] = new(452, "4.2.2", "Mailbox full"),
        [MailError.TooManyMessages] = new(452, "4.2.2", "Mailbox full"),
        [MailError.MessageLargerThanQuota] = new(552, "5.2.2", "Message larger than the quota of the mailbox"),
        [MailError.MessageTooLarge] = new(552, "5.3.4", "Message too large"),
        [MailError.SenderNotAllowed] = new(550, "5.7.1", "Sender address not allowed for this account"),
        [MailError.LogonFailed] = BadCredentials,
        [MailError.ProtocolDisabled] = new(535, "5.7.8", "This account may not send mail here"),
        [MailError.LogonBlocked] = new(454, "4.7.0", "Too many failures; try again later"),
        [MailError.InvalidPassword] = BadCredentials,
        [MailError.MailboxNotFound] = NoSuchMailbox,
        [MailError.MailboxLocked] = new(450, "4.2.0", "Mailbox busy"),
        [MailError.InvalidTarget] = NoSuchMailbox,
        [MailError.GroupNotFound] = NoSuchMailbox,
        [MailError.SendLimitExceeded] = new(
            450, "4.7.1", "This account has sent to as many recipients as it may in a day"),
        [MailError.PostingNotAllowed] = new(550, "5.7.2", "You may not send to this group"),
    }.ToFrozenDictionary();

    private static readonly SmtpReply AccountDisabled = new(525, "5.7.13", "User account disabled");

    /// <summary>The reply for a cause.</summary>
    public static SmtpReply For(MailError error) => Replies.GetValueOrDefault(error, Trouble);

    /// <summary>
    /// The reply for a cause that ended AUTH, where a disabled account is the client's own. RFC 4954 §6
    /// </summary>
    public static SmtpReply ForLogon(MailError error) =>
        error is MailError.AccountDisabled or MailError.DomainDisabled ? AccountDisabled : For(error);
}
