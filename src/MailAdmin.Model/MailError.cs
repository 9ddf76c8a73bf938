namespace MailAdmin;

/// <summary>
/// Every way in which MailAdmin refuses or fails, as one list. Each protocol and the cmdlets translate it by one table,
/// so that a cause has one name everywhere. The name is also the ErrorId of an ErrorRecord.
/// </summary>
public enum MailError
{
    /// <summary>An unexpected fault; the log has the details.</summary>
    InternalError,

    /// <summary>An address does not follow RFC 5321 §4.1.2 or RFC 6531 §3.3.</summary>
    InvalidAddress,

    /// <summary>A domain name does not follow RFC 1035 §2.3.1 or IDNA.</summary>
    InvalidDomainName,

    /// <summary>A size is not a number of bytes with an optional unit.</summary>
    InvalidSize,

    /// <summary>Another argument is outside what it may be.</summary>
    InvalidArgument,

    /// <summary>The folder holds no store.</summary>
    StoreNotFound,

    /// <summary>The folder holds a store already.</summary>
    StoreExists,

    /// <summary>The folder holds something that is not a store, or a store of a newer schema.</summary>
    StoreInvalid,

    /// <summary>Another process owns the store and did not answer in time.</summary>
    StoreLocked,

    /// <summary>The store cannot be written: the disk is read-only or the permissions do not allow it.</summary>
    StoreReadOnly,

    /// <summary>The disk is full.</summary>
    DiskFull,

    /// <summary>Reading or writing the store failed.</summary>
    StoreFailed,

    /// <summary>The store is closing or reopening; the same request may succeed later.</summary>
    StoreUnavailable,

    /// <summary>The change journal has no change of a number.</summary>
    ChangeNotFound,

    /// <summary>A change cannot be undone, because what it changed was changed again since.</summary>
    ChangeConflict,

    /// <summary>A change cannot be undone, because what is gone cannot come back.</summary>
    ChangeIrreversible,

    /// <summary>A domain is not one of ours.</summary>
    DomainNotFound,

    /// <summary>A domain of this name exists.</summary>
    DomainExists,

    /// <summary>The domain is disabled.</summary>
    DomainDisabled,

    /// <summary>The domain has accounts or aliases, so removing it must be asked for explicitly.</summary>
    DomainNotEmpty,

    /// <summary>The domain has as many accounts as it may have.</summary>
    DomainFull,

    /// <summary>No account has this address.</summary>
    AccountNotFound,

    /// <summary>The address is taken by an account.</summary>
    AccountExists,

    /// <summary>The account is disabled.</summary>
    AccountDisabled,

    /// <summary>No alias has this address.</summary>
    AliasNotFound,

    /// <summary>The address is taken by an alias.</summary>
    AliasExists,

    /// <summary>An alias or forward leads back to itself.</summary>
    AliasLoop,

    /// <summary>Nobody here has this address.</summary>
    RecipientNotFound,

    /// <summary>The recipient is not ours and the client may not relay.</summary>
    RelayDenied,

    /// <summary>The message leads through too many hops, so it is in a loop. RFC 5321 §6.3</summary>
    RoutingLoop,

    /// <summary>The quotas of an account are used up, now.</summary>
    OverQuota,

    /// <summary>The message is larger than the whole quota of the account.</summary>
    MessageLargerThanQuota,

    /// <summary>The message is larger than the server takes.</summary>
    MessageTooLarge,

    /// <summary>The sender's address does not belong to the account that is logged on. RFC 6409 §6.1</summary>
    SenderNotAllowed,

    /// <summary>User name or password is wrong; the two are not told apart.</summary>
    LogonFailed,

    /// <summary>The account may not use this protocol.</summary>
    ProtocolDisabled,

    /// <summary>Too many wrong passwords came from this address; it is blocked for a while.</summary>
    LogonBlocked,

    /// <summary>The password is too weak or empty, or has characters that SASLprep forbids (RFC 4013).</summary>
    InvalidPassword,

    /// <summary>The account has no mailbox of this name.</summary>
    MailboxNotFound,

    /// <summary>The account has a mailbox of this name.</summary>
    MailboxExists,

    /// <summary>A mailbox name is empty, too long or malformed.</summary>
    InvalidMailboxName,

    /// <summary>The mailbox may not be deleted or renamed, INBOX for one.</summary>
    MailboxProtected,

    /// <summary>Another session has the mailbox to itself (POP3).</summary>
    MailboxLocked,

    /// <summary>The mailbox has as many keywords as it can hold.</summary>
    TooManyKeywords,

    /// <summary>The account has as many mailboxes as it can hold.</summary>
    TooManyMailboxes,

    /// <summary>The message is not there any more.</summary>
    MessageNotFound,

    /// <summary>No listener matches.</summary>
    ListenerNotFound,

    /// <summary>Another program, or another listener, has the port.</summary>
    PortInUse,

    /// <summary>The system does not let this user open the port (below 1024 on Linux and macOS).</summary>
    PortForbidden,

    /// <summary>The machine has no such address to listen on.</summary>
    BindAddressNotFound,

    /// <summary>A certificate cannot be read, has no private key, or its password is wrong.</summary>
    InvalidCertificate,

    /// <summary>No session has this id.</summary>
    SessionNotFound,

    /// <summary>The owner of the store could not be reached or went away during the request.</summary>
    OwnerUnreachable,

    /// <summary>A target of an alias or a forward is not a valid destination.</summary>
    InvalidTarget,

    /// <summary>No group has this address.</summary>
    GroupNotFound,

    /// <summary>The address is taken by a group.</summary>
    GroupExists,

    /// <summary>The queue has no message of this number.</summary>
    QueueItemNotFound,

    /// <summary>The account has sent to as many recipients as it may in a day.</summary>
    SendLimitExceeded,

    /// <summary>The sender may not send to this group.</summary>
    PostingNotAllowed,

    /// <summary>The registry of a domain could not be asked.</summary>
    RegistryUnavailable,

    /// <summary>Nobody names a server for an address.</summary>
    ServerNotFound,

    /// <summary>The account has no app password of this name.</summary>
    AppPasswordNotFound,

    /// <summary>The account has an app password of this name.</summary>
    AppPasswordExists,

    /// <summary>The account has as many app passwords as it may have.</summary>
    TooManyAppPasswords,
}
