using System.Collections.Frozen;

namespace MailAdmin.Protocols.Pop3.Session;

/// <summary>
/// The one table from causes to replies. RFC 2449 §8.1 (LOGIN-DELAY, IN-USE); RFC 3206 (AUTH, SYS/TEMP, SYS/PERM)
/// </summary>
internal static class Pop3Errors
{
    private static readonly Pop3Reply Trouble = Pop3Reply.Err("[SYS/TEMP] Temporary server error; try again later");
    private static readonly Pop3Reply BadCredentials = Pop3Reply.Err("[AUTH] Wrong user name or password");
    private static readonly Pop3Reply Disabled = Pop3Reply.Err("[SYS/PERM] The account is disabled");

    private static readonly FrozenDictionary<MailError, Pop3Reply> Replies = new Dictionary<MailError, Pop3Reply>
    {
        [MailError.InternalError] = Trouble,
        [MailError.InvalidAddress] = BadCredentials,
        [MailError.InvalidDomainName] = BadCredentials,
        [MailError.InvalidSize] = Pop3Replies.BadArguments,
        [MailError.InvalidArgument] = Pop3Replies.BadArguments,
        [MailError.StoreNotFound] = Trouble,
        [MailError.StoreExists] = Trouble,
        [MailError.StoreInvalid] = Trouble,
        [MailError.StoreLocked] = Trouble,
        [MailError.StoreReadOnly] = Trouble,
        [MailError.DiskFull] = Trouble,
        [MailError.StoreFailed] = Trouble,
        [MailError.StoreUnavailable] = Trouble,
        [MailError.DomainNotFound] = BadCredentials,
        [MailError.DomainExists] = Trouble,
        [MailError.DomainDisabled] = Disabled,
        [MailError.DomainNotEmpty] = Trouble,
        [MailError.ChangeNotFound] = Trouble,
        [MailError.ChangeConflict] = Trouble,
        [MailError.ChangeIrreversible] = Trouble,
        [MailError.DomainFull] = Trouble,
        [MailError.AccountNotFound] = BadCredentials,
        [MailError.AccountExists] = Trouble,
        [MailError.AccountDisabled] = Disabled,
        [MailError.AliasNotFound] = BadCredentials,
        [MailError.AliasExists] = Trouble,
        [MailError.AliasLoop] = Trouble,
        [MailError.RecipientNotFound] = Trouble,
        [MailError.RelayDenied] = Trouble,
        [MailError.RoutingLoop] = Trouble,
        [MailError.OverQuota] = Trouble,
        [MailError.MessageLargerThanQuota] = Trouble,
        [MailError.MessageTooLarge] = Trouble,
        [MailError.SenderNotAllowed] = Trouble,
        [MailError.LogonFailed] = BadCredentials,
        [MailError.ProtocolDisabled] = Pop3Reply.Err("[SYS/PERM] The account may not use POP3"),
        [MailError.LogonBlocked] = Pop3Reply.Err("[LOGIN-DELAY] Too many failures; try again later"),
        [MailError.InvalidPassword] = BadCredentials,
        [MailError.MailboxNotFound] = Trouble,
        [MailError.MailboxExists] = Trouble,
        [MailError.InvalidMailboxName] = Trouble,
        [MailError.MailboxProtected] = Trouble,
        [MailError.MailboxLocked] = Pop3Reply.Err("[IN-USE] Another session has the maildrop"),
        [MailError.TooManyKeywords] = Trouble,
        [MailError.TooManyMailboxes] = Trouble,
        [MailError.MessageNotFound] = Pop3Reply.Err("The message is gone; another session has removed it"),
        [MailError.ListenerNotFound] = Trouble,
        [MailError.PortInUse] = Trouble,
        [MailError.PortForbidden] = Trouble,
        [MailError.BindAddressNotFound] = Trouble,
        [MailError.InvalidCertificate] = Trouble,
        [MailError.SessionNotFound] = Trouble,
        [MailError.OwnerUnreachable] = Trouble,
        [MailError.InvalidTarget] = Trouble,
        [MailError.GroupNotFound] = Trouble,
        [MailError.GroupExists] = Trouble,
        [MailError.QueueItemNotFound] = Trouble,
        [MailError.SendLimitExceeded] = Trouble,
        [MailError.PostingNotAllowed] = Trouble,
        [MailError.RegistryUnavailable] = Trouble,
        [MailError.ServerNotFound] = Trouble,
        [MailError.AppPasswordNotFound] = Trouble,
        [MailError.AppPasswordExists] = Trouble,
        [MailError.TooManyAppPasswords] = Trouble,
    }.ToFrozenDictionary();

    /// <summary>The causes that the table has; all of them, as a test checks.</summary>
    public static IEnumerable<MailError> Known => Replies.Keys;

    /// <summary>The reply for a cause.</summary>
    public static Pop3Reply For(MailError error) => Replies.GetValueOrDefault(error, Trouble);
}
