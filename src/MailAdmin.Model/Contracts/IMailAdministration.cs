namespace MailAdmin.Contracts;

/// <summary>
/// Everything that cmdlets can ask of a store. It is the engine of this process, or a proxy to the process that owns the
/// store; a cmdlet cannot tell. Every method throws <see cref="MailException"/> for what it refuses. Calls may overlap;
/// those that change the directory and wait together share a sync, and are made in the order in which they were called.
/// </summary>
public interface IMailAdministration
{
    /// <summary>The store and its settings.</summary>
    Task<MailStore> GetStoreAsync(CancellationToken cancellationToken);

    /// <summary>Changes settings.</summary>
    Task<MailStore> SetStoreAsync(StoreProperties properties, ChangeOrigin origin, CancellationToken cancellationToken);

    /// <summary>Reads the whole store and checks it.</summary>
    Task<IReadOnlyList<MailStoreFinding>> TestStoreAsync(IProgress<double>? progress, CancellationToken cancellationToken);

    /// <summary>Puts findings right; null: whatever is found.</summary>
    Task<IReadOnlyList<MailStoreFinding>> RepairStoreAsync(IReadOnlyList<MailStoreFinding>? findings, IProgress<double>? progress, CancellationToken cancellationToken);

    /// <summary>Domains whose name matches a pattern with '*' and '?'; null: all.</summary>
    IAsyncEnumerable<MailDomain> GetDomainsAsync(string? pattern, CancellationToken cancellationToken);

    /// <summary>Adds a domain. DomainExists.</summary>
    Task<MailDomain> CreateDomainAsync(DomainName name, DomainProperties properties, ChangeOrigin origin, CancellationToken cancellationToken);

    /// <summary>Changes a domain. DomainNotFound.</summary>
    Task<MailDomain> SetDomainAsync(DomainName name, DomainProperties properties, ChangeOrigin origin, CancellationToken cancellationToken);

    /// <summary>Removes a domain. DomainNotFound, DomainNotEmpty.</summary>
    Task RemoveDomainAsync(DomainName name, bool recurse, ChangeOrigin origin, CancellationToken cancellationToken);

    /// <summary>Accounts that match, by address.</summary>
    IAsyncEnumerable<MailAccount> GetAccountsAsync(AccountFilter filter, CancellationToken cancellationToken);

    /// <summary>One account. AccountNotFound.</summary>
    Task<MailAccount> GetAccountAsync(EmailAddress address, CancellationToken cancellationToken);

    /// <summary>Adds an account; <paramref name="ifExists"/> says what to do when there is one.</summary>
    Task<AccountOutcome> CreateAccountAsync(EmailAddress address, AccountProperties properties, IfExists ifExists, ChangeOrigin origin, CancellationToken cancellationToken);

    /// <summary>Changes an account. AccountNotFound.</summary>
    Task<MailAccount> SetAccountAsync(EmailAddress address, AccountProperties properties, ChangeOrigin origin, CancellationToken cancellationToken);

    /// <summary>Gives an account another address.</summary>
    Task<MailAccount> RenameAccountAsync(EmailAddress address, EmailAddress newAddress, ChangeOrigin origin, CancellationToken cancellationToken);

    /// <summary>Removes an account and its mail, and closes its sessions.</summary>
    Task RemoveAccountAsync(EmailAddress address, ChangeOrigin origin, CancellationToken cancellationToken);

    /// <summary>Salt and iterations of an account's password, so that a plain password need not travel. AccountNotFound; null: it has none.</summary>
    Task<PasswordParameters?> GetPasswordParametersAsync(EmailAddress address, CancellationToken cancellationToken);

    /// <summary>Whether a derived StoredKey is the account's. AccountNotFound.</summary>
    Task<MailPasswordTest> TestPasswordAsync(EmailAddress address, byte[] storedKey, CancellationToken cancellationToken);

    /// <summary>Aliases whose address matches a pattern with '*' and '?'; null: all.</summary>
    IAsyncEnumerable<MailAlias> GetAliasesAsync(string? pattern, CancellationToken cancellationToken);

    /// <summary>Adds an alias.</summary>
    Task<MailAlias> CreateAliasAsync(EmailAddress address, IReadOnlyList<EmailAddress> targets, bool enabled, ChangeOrigin origin, CancellationToken cancellationToken);

    /// <summary>Changes an alias; null leaves a value as it is.</summary>
    Task<MailAlias> SetAliasAsync(EmailAddress address, IReadOnlyList<EmailAddress>? targets, bool? enabled, ChangeOrigin origin, CancellationToken cancellationToken);

    /// <summary>Removes an alias.</summary>
    Task RemoveAliasAsync(EmailAddress address, ChangeOrigin origin, CancellationToken cancellationToken);

    /// <summary>Quotas of accounts whose address matches a pattern; those at or above a percentage when one is given.</summary>
    IAsyncEnumerable<MailQuota> GetAccountQuotasAsync(string? pattern, double? threshold, CancellationToken cancellationToken);

    /// <summary>The quota of a domain as a whole. DomainNotFound.</summary>
    Task<MailQuota> GetDomainQuotaAsync(DomainName name, CancellationToken cancellationToken);

    /// <summary>Folders of accounts whose address matches, and whose name matches a second pattern (null: all).</summary>
    IAsyncEnumerable<MailMailbox> GetMailboxesAsync(string? accountPattern, string? namePattern, CancellationToken cancellationToken);

    /// <summary>Opens ports: all that were asked for, or none.</summary>
    Task<IReadOnlyList<MailListener>> StartListenersAsync(ListenerRequest request, CancellationToken cancellationToken);

    /// <summary>The listeners of the owner.</summary>
    Task<IReadOnlyList<MailListener>> GetListenersAsync(ListenerFilter filter, CancellationToken cancellationToken);

    /// <summary>Closes ports, waits for running commands up to a time, and closes their connections.</summary>
    Task<IReadOnlyList<MailListener>> StopListenersAsync(ListenerFilter filter, TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>Stops and starts with the same ports, certificate and mode.</summary>
    Task<IReadOnlyList<MailListener>> RestartListenersAsync(ListenerFilter filter, TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>Connections that are open.</summary>
    Task<IReadOnlyList<MailSession>> GetSessionsAsync(CancellationToken cancellationToken);

    /// <summary>Closes a connection. SessionNotFound.</summary>
    Task StopSessionAsync(long id, CancellationToken cancellationToken);

    /// <summary>Groups whose address matches a pattern with '*' and '?'; null: all.</summary>
    IAsyncEnumerable<MailGroup> GetGroupsAsync(string? pattern, CancellationToken cancellationToken);

    /// <summary>Adds a group. GroupExists, AccountExists, AliasExists, DomainNotFound, AliasLoop.</summary>
    Task<MailGroup> CreateGroupAsync(EmailAddress address, GroupProperties properties, ChangeOrigin origin, CancellationToken cancellationToken);

    /// <summary>Changes a group. GroupNotFound, AliasLoop.</summary>
    Task<MailGroup> SetGroupAsync(EmailAddress address, GroupProperties properties, ChangeOrigin origin, CancellationToken cancellationToken);

    /// <summary>Removes a group. GroupNotFound.</summary>
    Task RemoveGroupAsync(EmailAddress address, ChangeOrigin origin, CancellationToken cancellationToken);

    /// <summary>Adds and removes members in one step; what is there, or is not, is passed over. GroupNotFound, AliasLoop.</summary>
    Task<MailGroup> ChangeGroupMembersAsync(
        EmailAddress address, IReadOnlyList<EmailAddress> add, IReadOnlyList<EmailAddress> remove, ChangeOrigin origin, CancellationToken cancellationToken);

    /// <summary>Messages in the queue that match, by number.</summary>
    IAsyncEnumerable<MailQueueItem> GetQueueAsync(QueueFilter filter, CancellationToken cancellationToken);

    /// <summary>Keeps a message in the queue until it is resumed. QueueItemNotFound.</summary>
    Task<MailQueueItem> SuspendQueueItemAsync(long id, CancellationToken cancellationToken);

    /// <summary>Lets a message go on; <paramref name="now"/>: it is tried at once. QueueItemNotFound.</summary>
    Task<MailQueueItem> ResumeQueueItemAsync(long id, bool now, CancellationToken cancellationToken);

    /// <summary>Removes a message from the queue; <paramref name="notify"/>: the sender gets a report of failure. QueueItemNotFound.</summary>
    Task RemoveQueueItemAsync(long id, bool notify, CancellationToken cancellationToken);

    /// <summary>The octets of a message in the queue, in pieces. QueueItemNotFound.</summary>
    IAsyncEnumerable<ReadOnlyMemory<byte>> ReadQueueMessageAsync(long id, CancellationToken cancellationToken);

    /// <summary>Tries the messages that match at once, whatever time they wait for, and waits for the attempts when asked. Suspended ones stay.</summary>
    /// <returns>The messages as they are afterwards that are still there.</returns>
    Task<IReadOnlyList<MailQueueItem>> DeliverQueueAsync(QueueFilter filter, bool wait, CancellationToken cancellationToken);

    /// <summary>The events of messages that match, by time.</summary>
    IAsyncEnumerable<MailTraceEvent> TraceAsync(TraceFilter filter, CancellationToken cancellationToken);

    /// <summary>Events of the running server from now on, until it is cancelled or the owner lets go of the store.</summary>
    IAsyncEnumerable<MailServerEvent> WatchAsync(CancellationToken cancellationToken);
}
