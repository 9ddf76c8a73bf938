using System.Runtime.CompilerServices;
using MailAdmin.Contracts;

namespace MailAdmin.Server.Control;

/// <summary>
/// The administration of a store that another process owns. When the owner goes away, whatever it cannot have begun,
/// and whatever only reads, is asked again of the next owner, which may be this process.
/// </summary>
/// <param name="client">The connection to the owner.</param>
/// <param name="reacquire">Gets hold of the store anew.</param>
internal sealed class OwnerProxy(ControlClient client, Func<CancellationToken, Task<StoreLease>> reacquire) : IMailAdministration
{
    /// <summary>Whether the owner is there.</summary>
    public bool IsAlive => client.IsAlive;

    public Task<MailStore> GetStoreAsync(CancellationToken cancellationToken) =>
        CallAsync(ControlMethods.GetStore, new NoArguments(), cancellationToken);

    public Task<MailStore> SetStoreAsync(StoreProperties properties, ChangeOrigin origin, CancellationToken cancellationToken) =>
        CallAsync(ControlMethods.SetStore, new StoreArguments(properties, origin), cancellationToken);

    public Task<IReadOnlyList<MailStoreFinding>> TestStoreAsync(IProgress<double>? progress, CancellationToken cancellationToken) =>
        CallAsync(ControlMethods.TestStore, new NoArguments(), cancellationToken, progress);

    public Task<IReadOnlyList<MailStoreFinding>> RepairStoreAsync(
        IReadOnlyList<MailStoreFinding>? findings, IProgress<double>? progress, CancellationToken cancellationToken) =>
        CallAsync(ControlMethods.RepairStore, new RepairArguments(findings), cancellationToken, progress);

    public IAsyncEnumerable<MailDomain> GetDomainsAsync(string? pattern, CancellationToken cancellationToken) =>
        StreamAsync(ControlMethods.GetDomains, new PatternArguments(pattern), cancellationToken);

    public Task<MailDomain> CreateDomainAsync(DomainName name, DomainProperties properties, ChangeOrigin origin, CancellationToken cancellationToken) =>
        CallAsync(ControlMethods.CreateDomain, new DomainArguments(name, properties, origin), cancellationToken);

    public Task<MailDomain> SetDomainAsync(DomainName name, DomainProperties properties, ChangeOrigin origin, CancellationToken cancellationToken) =>
        CallAsync(ControlMethods.SetDomain, new DomainArguments(name, properties, origin), cancellationToken);

    public Task RemoveDomainAsync(DomainName name, bool recurse, ChangeOrigin origin, CancellationToken cancellationToken) =>
        CallAsync(ControlMethods.RemoveDomain, new RemoveDomainArguments(name, recurse, origin), cancellationToken);

    public IAsyncEnumerable<MailAccount> GetAccountsAsync(AccountFilter filter, CancellationToken cancellationToken) =>
        StreamAsync(ControlMethods.GetAccounts, filter, cancellationToken);

    public Task<MailAccount> GetAccountAsync(EmailAddress address, CancellationToken cancellationToken) =>
        CallAsync(ControlMethods.GetAccount, new AddressArguments(address), cancellationToken);

    public Task<AccountOutcome> CreateAccountAsync(
        EmailAddress address, AccountProperties properties, IfExists ifExists, ChangeOrigin origin, CancellationToken cancellationToken) =>
        CallAsync(ControlMethods.CreateAccount, new CreateAccountArguments(address, properties, ifExists, origin), cancellationToken);

    public Task<MailAccount> SetAccountAsync(
        EmailAddress address, AccountProperties properties, ChangeOrigin origin, CancellationToken cancellationToken) =>
        CallAsync(ControlMethods.SetAccount, new AccountArguments(address, properties, origin), cancellationToken);

    public Task<MailAccount> RenameAccountAsync(
        EmailAddress address, EmailAddress newAddress, ChangeOrigin origin, CancellationToken cancellationToken) =>
        CallAsync(ControlMethods.RenameAccount, new RenameArguments(address, newAddress, origin), cancellationToken);

    public Task RemoveAccountAsync(EmailAddress address, ChangeOrigin origin, CancellationToken cancellationToken) =>
        CallAsync(ControlMethods.RemoveAccount, new RemoveArguments(address, origin), cancellationToken);

    public Task<PasswordParameters?> GetPasswordParametersAsync(EmailAddress address, CancellationToken cancellationToken) =>
        CallAsync(ControlMethods.GetPasswordParameters, new AddressArguments(address), cancellationToken);

    public Task<MailPasswordTest> TestPasswordAsync(EmailAddress address, byte[] storedKey, CancellationToken cancellationToken) =>
        CallAsync(ControlMethods.TestPassword, new TestPasswordArguments(address, storedKey), cancellationToken);

    public IAsyncEnumerable<MailAlias> GetAliasesAsync(string? pattern, CancellationToken cancellationToken) =>
        StreamAsync(ControlMethods.GetAliases, new PatternArguments(pattern), cancellationToken);

    public Task<MailAlias> CreateAliasAsync(
        EmailAddress address, IReadOnlyList<EmailAddress> targets, bool enabled, ChangeOrigin origin, CancellationToken cancellationToken) =>
        CallAsync(ControlMethods.CreateAlias, new CreateAliasArguments(address, targets, enabled, origin), cancellationToken);

    public Task<MailAlias> SetAliasAsync(
        EmailAddress address, IReadOnlyList<EmailAddress>? targets, bool? enabled, ChangeOrigin origin, CancellationToken cancellationToken) =>
        CallAsync(ControlMethods.SetAlias, new AliasArguments(address, targets, enabled, origin), cancellationToken);

    public Task RemoveAliasAsync(EmailAddress address, ChangeOrigin origin, CancellationToken cancellationToken) =>
        CallAsync(ControlMethods.RemoveAlias, new RemoveArguments(address, origin), cancellationToken);

    public IAsyncEnumerable<MailQuota> GetAccountQuotasAsync(string? pattern, double? threshold, CancellationToken cancellationToken) =>
        StreamAsync(ControlMethods.GetAccountQuotas, new QuotaArguments(pattern, threshold), cancellationToken);

    public Task<MailQuota> GetDomainQuotaAsync(DomainName name, CancellationToken cancellationToken) =>
        CallAsync(ControlMethods.GetDomainQuota, new DomainNameArguments(name), cancellationToken);

    public IAsyncEnumerable<MailMailbox> GetMailboxesAsync(string? accountPattern, string? namePattern, CancellationToken cancellationToken) =>
        StreamAsync(ControlMethods.GetMailboxes, new MailboxArguments(accountPattern, namePattern), cancellationToken);

    public Task<IReadOnlyList<MailListener>> StartListenersAsync(ListenerRequest request, CancellationToken cancellationToken) =>
        CallAsync(ControlMethods.StartListeners, request, cancellationToken);

    public Task<IReadOnlyList<MailListener>> GetListenersAsync(ListenerFilter filter, CancellationToken cancellationToken) =>
        CallAsync(ControlMethods.GetListeners, filter, cancellationToken);

    public Task<IReadOnlyList<MailListener>> StopListenersAsync(ListenerFilter filter, TimeSpan timeout, CancellationToken cancellationToken) =>
        CallAsync(ControlMethods.StopListeners, new StopArguments(filter, timeout), cancellationToken);

    public Task<IReadOnlyList<MailListener>> RestartListenersAsync(ListenerFilter filter, TimeSpan timeout, CancellationToken cancellationToken) =>
        CallAsync(ControlMethods.RestartListeners, new StopArguments(filter, timeout), cancellationToken);

    public Task<IReadOnlyList<MailSession>> GetSessionsAsync(CancellationToken cancellationToken) =>
        CallAsync(ControlMethods.GetSessions, new NoArguments(), cancellationToken);

    public Task StopSessionAsync(long id, CancellationToken cancellationToken) =>
        CallAsync(ControlMethods.StopSession, new SessionArguments(id), cancellationToken);

    public IAsyncEnumerable<MailGroup> GetGroupsAsync(string? pattern, CancellationToken cancellationToken) =>
        StreamAsync(ControlMethods.GetGroups, new PatternArguments(pattern), cancellationToken);

    public Task<MailGroup> CreateGroupAsync(EmailAddress address, GroupProperties properties, ChangeOrigin origin, CancellationToken cancellationToken) =>
        CallAsync(ControlMethods.CreateGroup, new GroupArguments(address, properties, origin), cancellationToken);

    public Task<MailGroup> SetGroupAsync(EmailAddress address, GroupProperties properties, ChangeOrigin origin, CancellationToken cancellationToken) =>
        CallAsync(ControlMethods.SetGroup, new GroupArguments(address, properties, origin), cancellationToken);

    public Task RemoveGroupAsync(EmailAddress address, ChangeOrigin origin, CancellationToken cancellationToken) =>
        CallAsync(ControlMethods.RemoveGroup, new RemoveArguments(address, origin), cancellationToken);

    public Task<MailGroup> ChangeGroupMembersAsync( EmailAddress address, IReadOnlyList<EmailAddress> add, IReadOnlyList<EmailAddress> remove, ChangeOrigin origin, CancellationToken cancellationToken) =>
        CallAsync(ControlMethods.ChangeGroupMembers, new GroupMembersArguments(address, add, remove, origin), cancellationToken);

    public IAsyncEnumerable<MailQueueItem> GetQueueAsync(QueueFilter filter, CancellationToken cancellationToken) =>
        StreamAsync(ControlMethods.GetQueue, filter, cancellationToken);

    public Task<MailQueueItem> SuspendQueueItemAsync(long id, CancellationToken cancellationToken) =>
        CallAsync(ControlMethods.SuspendQueueItem, new QueueItemArguments(id, false), cancellationToken);

    public Task<MailQueueItem> ResumeQueueItemAsync(long id, bool now, CancellationToken cancellationToken) =>
        CallAsync(ControlMethods.ResumeQueueItem, new QueueItemArguments(id, now), cancellationToken);

    public Task RemoveQueueItemAsync(long id, bool notify, CancellationToken cancellationToken) =>
        CallAsync(ControlMethods.RemoveQueueItem, new QueueItemArguments(id, notify), cancellationToken);

    public IAsyncEnumerable<ReadOnlyMemory<byte>> ReadQueueMessageAsync(long id, CancellationToken cancellationToken) =>
        StreamAsync(ControlMethods.ReadQueueMessage, new QueueItemArguments(id, false), cancellationToken);

    public Task<IReadOnlyList<MailQueueItem>> DeliverQueueAsync(QueueFilter filter, bool wait, CancellationToken cancellationToken) =>
        CallAsync(ControlMethods.DeliverQueue, new DeliverQueueArguments(filter, wait), cancellationToken);

    public IAsyncEnumerable<MailTraceEvent> TraceAsync(TraceFilter filter, CancellationToken cancellationToken) =>
        StreamAsync(ControlMethods.Trace, filter, cancellationToken);

    // Whoever watches looks for the next owner himself: one that this process becomes would be held for as long as he watches.
    public async IAsyncEnumerable<MailServerEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using IAsyncEnumerator<List<MailServerEvent>> batches =
            client.StreamAsync(ControlMethods.Watch, new NoArguments(), cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await HasNextAsync(batches))
        {
            foreach (MailServerEvent happened in batches.Current)
            {
                yield return happened;
            }
        }
    }

    private async Task<TResult> CallAsync<TArguments, TResult>(
        ControlCall<TArguments, TResult> method, TArguments arguments, CancellationToken cancellationToken, IProgress<double>? progress = null)
    {
        try
        {
            return await client.CallAsync(method, arguments, progress, cancellationToken);
        }
        catch (OwnerLostException lost) when (method.IsRead || !lost.MayHaveBegun)
        {
            await using StoreLease next = await reacquire(cancellationToken);
            return await method.InvokeAsync(next.Administration, arguments, progress, cancellationToken);
        }
        catch (OwnerLostException lost)
        {
            throw MailException.Of(MailError.OwnerUnreachable.As("Lost"), lost, method.Name);
        }
    }

    // Once the first object is out, the rest cannot come from another owner: it could name some twice.
    private async IAsyncEnumerable<TItem> StreamAsync<TArguments, TItem>(
        ControlStream<TArguments, TItem> method, TArguments arguments, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        StoreLease? next = null;
        IAsyncEnumerator<List<TItem>>? batches = null;
        List<TItem>? first = null;
        try
        {
            batches = client.StreamAsync(method, arguments, cancellationToken).GetAsyncEnumerator(cancellationToken);
            first = await batches.MoveNextAsync() ? batches.Current : null;
        }
        catch (OwnerLostException)
        {
            next = await reacquire(cancellationToken);
        }

        if (next is not null)
        {
            await using StoreLease hold = next;
            await foreach (TItem item in method.Invoke(next.Administration, arguments, cancellationToken))
            {
                yield return item;
            }

            yield break;
        }

        await using IAsyncEnumerator<List<TItem>> remaining = batches!;
        for (List<TItem>? batch = first; batch is not null; batch = await NextAsync(remaining))
        {
            foreach (TItem item in batch)
            {
                yield return item;
            }
        }
    }

    private static async ValueTask<bool> HasNextAsync(IAsyncEnumerator<List<MailServerEvent>> batches)
    {
        try
        {
            return await batches.MoveNextAsync();
        }
        catch (OwnerLostException)
        {
            return false;
        }
    }

    private static async ValueTask<List<TItem>?> NextAsync<TItem>(IAsyncEnumerator<List<TItem>> batches)
    {
        try
        {
            return await batches.MoveNextAsync() ? batches.Current : null;
        }
        catch (OwnerLostException lost)
        {
            throw MailException.Of(MailError.OwnerUnreachable.As("ListLost"), lost);
        }
    }
}
