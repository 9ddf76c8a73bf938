using System.Collections.Frozen;

namespace MailAdmin.Protocols.Pop3.Session;

/// <summary>
/// The one table from causes to replies; a cause that is not in it is trouble of the server. RFC 2449 §8.1
/// (LOGIN-DELAY, IN-USE); RFC 3206 (AUTH, SYS/TEMP, SYS/PERM)
/// </summary>
internal static class Pop3Errors
{
    private static readonly Pop3Reply Trouble = Pop3Reply.Err("[SYS/TEMP] Temporary server error; try again later");
    private static readonly Pop3Reply BadCredentials = Pop3Reply.Err("[AUTH] Wrong user name or password");
    private static readonly Pop3Reply Disabled = Pop3Reply.Err("[SYS/PERM] The account is disabled");

    private static readonly FrozenDictionary<MailError, Pop3Reply> Replies = new Dictionary<MailError, Pop3Reply>
    {
        [MailError.InvalidAddress] = BadCredentials,
        [MailError.InvalidDomainName] = BadCredentials,
        [MailError.InvalidSize] = Pop3Replies.BadArguments,
        [MailError.InvalidArgument] = Pop3Replies.BadArguments,
        [MailError.DomainNotFound] = BadCredentials,
        [MailError.DomainDisabled] = Disabled,
        [MailError.AccountNotFound] = BadCredentials,
        [MailError.AccountDisabled] = Disabled,
        [MailError.AliasNotFound] = BadCredentials,
        [MailError.LogonFailed] = BadCredentials,
        [MailError.ProtocolDisabled] = Pop3Reply.Err("[SYS/PERM] The account may not use POP3"),
        [MailError.LogonBlocked] = Pop3Reply.Err("[LOGIN-DELAY] Too many failures; try again later"),
        [MailError.InvalidPassword] = BadCredentials,
        [MailError.MailboxLocked] = Pop3Reply.Err("[IN-USE] Another session has the maildrop"),
        [MailError.MessageNotFound] = Pop3Reply.Err("The message is gone; another session has removed it"),
    }.ToFrozenDictionary();

    /// <summary>The reply for a cause.</summary>
    public static Pop3Reply For(MailError error) => Replies.GetValueOrDefault(error, Trouble);
}
