namespace MailAdmin;

/// <summary>
/// All causes of refusals and failures of MailAdmin. Each protocol and the cmdlets translate them by one table, so that
/// a cause has one name everywhere. The name is also the ErrorId of an ErrorRecord, and the key of its texts.
/// </summary>
public enum MailError
{
    /// <summary>An unexpected error; the server log has the details.</summary>
    InternalError,

    /// <summary>An address does not follow RFC 5321 §4.1.2 or RFC 6531 §3.3.</summary>
    InvalidAddress,

    /// <summary>A domain name does not follow RFC 1035 §2.3.1 or IDNA.</summary>
    InvalidDomainName,

    /// <summary>A size is not a number of bytes with an optional unit.</summary>
    InvalidSize,

    /// <summary>The value of another parameter is not allowed.</summary>
    InvalidArgument,

    /// <summary>The store does not exist.</summary>
    StoreNotFound,

    /// <summary>The store already exists.</summary>
    StoreExists,

    /// <summary>The folder contains files that are not a store, or a store of a newer version.</summary>
    StoreInvalid,

    /// <summary>Another process owns the store and did not answer in time.</summary>
    StoreLocked,

    /// <summary>The maintenance of the store runs already.</summary>
    MaintenanceRunning,

    /// <summary>The store cannot be written: the disk is read-only.</summary>
    StoreReadOnly,

    /// <summary>The current user may not read or write the store: it belongs to another user.</summary>
    StoreAccessDenied,

    /// <summary>The disk is full.</summary>
    DiskFull,

    /// <summary>Reading or writing the store failed.</summary>
    StoreFailed,

    /// <summary>The store is closing or reopening; the same request can succeed later.</summary>
    StoreUnavailable,

    /// <summary>The change journal has no change of this number.</summary>
    ChangeNotFound,

    /// <summary>A change cannot be undone, because the object was changed again.</summary>
    ChangeConflict,

    /// <summary>A change cannot be undone, because what it removed cannot be restored.</summary>
    ChangeIrreversible,

    /// <summary>The domain does not exist.</summary>
    DomainNotFound,

    /// <summary>The domain already exists.</summary>
    DomainExists,

    /// <summary>The domain is disabled.</summary>
    DomainDisabled,

    /// <summary>The domain has accounts, aliases or groups, so its removal must be requested explicitly.</summary>
    DomainNotEmpty,

    /// <summary>The domain has its maximum number of accounts.</summary>
    DomainFull,

    /// <summary>The account does not exist.</summary>
    AccountNotFound,

    /// <summary>The account already exists.</summary>
    AccountExists,

    /// <summary>The account is disabled.</summary>
    AccountDisabled,

    /// <summary>The alias does not exist.</summary>
    AliasNotFound,

    /// <summary>The alias already exists.</summary>
    AliasExists,

    /// <summary>An alias, group or forwarding address leads back to itself.</summary>
    AliasLoop,

    /// <summary>The recipient does not exist.</summary>
    RecipientNotFound,

    /// <summary>The recipient is elsewhere and the client may not relay.</summary>
    RelayDenied,

    /// <summary>The message has passed through too many servers, so it is in a loop. RFC 5321 §6.3</summary>
    RoutingLoop,

    /// <summary>The quota of the account or its domain is used up.</summary>
    OverQuota,

    /// <summary>The message is larger than the whole quota of the account.</summary>
    MessageLargerThanQuota,

    /// <summary>The message is larger than the server accepts.</summary>
    MessageTooLarge,

    /// <summary>The sender's address does not belong to the account that is logged on. RFC 6409 §6.1</summary>
    SenderNotAllowed,

    /// <summary>The user name or the password is wrong; the server does not say which.</summary>
    LogonFailed,

    /// <summary>The account may not use this protocol.</summary>
    ProtocolDisabled,

    /// <summary>Too many wrong passwords came from an IP address, which is blocked for some time.</summary>
    LogonBlocked,

    /// <summary>The password is empty or contains characters that SASLprep forbids (RFC 4013).</summary>
    InvalidPassword,

    /// <summary>The mailbox does not exist.</summary>
    MailboxNotFound,

    /// <summary>The mailbox already exists.</summary>
    MailboxExists,

    /// <summary>A mailbox name is empty, too long or malformed.</summary>
    InvalidMailboxName,

    /// <summary>The mailbox cannot be deleted: it is INBOX.</summary>
    MailboxProtected,

    /// <summary>Another session has locked the mailbox (POP3).</summary>
    MailboxLocked,

    /// <summary>The mailbox has its maximum number of keywords.</summary>
    TooManyKeywords,

    /// <summary>The account has its maximum number of mailboxes.</summary>
    TooManyMailboxes,

    /// <summary>A mailbox or an account has its maximum number of messages.</summary>
    TooManyMessages,

    /// <summary>The message no longer exists.</summary>
    MessageNotFound,

    /// <summary>No listener that matches is running.</summary>
    ListenerNotFound,

    /// <summary>Another program, or another listener, uses the port.</summary>
    PortInUse,

    /// <summary>The current user is not allowed to open the port (below 1024 on Linux and macOS).</summary>
    PortForbidden,

    /// <summary>The IP address does not exist on this machine.</summary>
    BindAddressNotFound,

    /// <summary>A certificate cannot be read, has no private key, or its password is wrong.</summary>
    InvalidCertificate,

    /// <summary>The session does not exist.</summary>
    SessionNotFound,

    /// <summary>No wrong password came from the address, or for the account, that counts now.</summary>
    LogonBlockNotFound,

    /// <summary>The process that owns the store does not respond, or ended during the request.</summary>
    OwnerUnreachable,

    /// <summary>A target of an alias or a forwarding address cannot receive mail.</summary>
    InvalidTarget,

    /// <summary>The group does not exist.</summary>
    GroupNotFound,

    /// <summary>The group already exists.</summary>
    GroupExists,

    /// <summary>The message does not exist in the queue.</summary>
    QueueItemNotFound,

    /// <summary>The account has reached its limit of recipients a day.</summary>
    SendLimitExceeded,

    /// <summary>The sender is not allowed to send to the group.</summary>
    PostingNotAllowed,

    /// <summary>The registry of a domain did not answer.</summary>
    RegistryUnavailable,

    /// <summary>No server was found for an address.</summary>
    ServerNotFound,

    /// <summary>The account has no app password of this name.</summary>
    AppPasswordNotFound,

    /// <summary>The account has an app password of this name.</summary>
    AppPasswordExists,

    /// <summary>The account has as many app passwords as it may have.</summary>
    TooManyAppPasswords,

    /// <summary>The folder is no backup of a store, and has none in it.</summary>
    BackupNotFound,

    /// <summary>A file of a backup is missing, or not what was written.</summary>
    BackupDamaged,

    /// <summary>Another backup is being written to the same destination.</summary>
    BackupRunning,

    /// <summary>The platform has no manager of services that MailAdmin knows, or it does not run.</summary>
    ServiceManagerNotFound,

    /// <summary>The manager of services refused a service.</summary>
    ServiceManagerFailed,

    /// <summary>The service does not exist.</summary>
    ServiceNotFound,

    /// <summary>The service already exists, or the name belongs to a service of another program.</summary>
    ServiceExists,

    /// <summary>Only root, or an administrator of Windows, may do this.</summary>
    ElevationRequired,

    /// <summary>The user of the operating system does not exist.</summary>
    UserNotFound,
}
