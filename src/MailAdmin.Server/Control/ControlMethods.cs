using MailAdmin.Contracts;

namespace MailAdmin.Server.Control;

/// <summary>
/// Every method of <see cref="IMailAdministration"/> as it is asked for over the control channel: the one table from which
/// the proxy calls and the owner answers.
/// </summary>
internal static class ControlMethods
{
    private static readonly ControlJson Json = ControlJson.Default;

    public static readonly ControlCall<NoArguments, MailStore> GetStore = new(
        nameof(IMailAdministration.GetStoreAsync), true, Json.NoArguments, Json.MailStore,
        (store, _, _, cancel) => store.GetStoreAsync(cancel));

    public static readonly ControlCall<StoreArguments, MailStore> SetStore = new(
        nameof(IMailAdministration.SetStoreAsync), false, Json.StoreArguments, Json.MailStore,
        (store, a, _, cancel) => store.SetStoreAsync(a.Properties, a.Origin, cancel));

    public static readonly ControlCall<NoArguments, IReadOnlyList<MailStoreFinding>> TestStore = new(
        nameof(IMailAdministration.TestStoreAsync), true, Json.NoArguments, Json.IReadOnlyListMailStoreFinding,
        (store, _, progress, cancel) => store.TestStoreAsync(progress, cancel));

    public static readonly ControlCall<RepairArguments, IReadOnlyList<MailStoreFinding>> RepairStore = new(
        nameof(IMailAdministration.RepairStoreAsync), false, Json.RepairArguments, Json.IReadOnlyListMailStoreFinding,
        (store, a, progress, cancel) => store.RepairStoreAsync(a.Findings, progress, cancel));

    public static readonly ControlStream<PatternArguments, MailDomain> GetDomains = new(
        nameof(IMailAdministration.GetDomainsAsync), Json.PatternArguments, Json.ListMailDomain,
        (store, a, cancel) => store.GetDomainsAsync(a.Pattern, cancel));

    public static readonly ControlCall<DomainArguments, MailDomain> CreateDomain = new(
        nameof(IMailAdministration.CreateDomainAsync), false, Json.DomainArguments, Json.MailDomain,
        (store, a, _, cancel) => store.CreateDomainAsync(a.Name, a.Properties, a.Origin, cancel));

    public static readonly ControlCall<DomainArguments, MailDomain> SetDomain = new(
        nameof(IMailAdministration.SetDomainAsync), false, Json.DomainArguments, Json.MailDomain,
        (store, a, _, cancel) => store.SetDomainAsync(a.Name, a.Properties, a.Origin, cancel));

    public static readonly ControlCall<RemoveDomainArguments, NoResult> RemoveDomain = new(
        nameof(IMailAdministration.RemoveDomainAsync), false, Json.RemoveDomainArguments, Json.NoResult,
        (store, a, _, cancel) => NothingAsync(store.RemoveDomainAsync(a.Name, a.Recurse, a.Origin, cancel)));

    public static readonly ControlStream<AccountFilter, MailAccount> GetAccounts = new(
        nameof(IMailAdministration.GetAccountsAsync), Json.AccountFilter, Json.ListMailAccount,
        (store, filter, cancel) => store.GetAccountsAsync(filter, cancel));

    public static readonly ControlCall<AddressArguments, MailAccount> GetAccount = new(
        nameof(IMailAdministration.GetAccountAsync), true, Json.AddressArguments, Json.MailAccount,
        (store, a, _, cancel) => store.GetAccountAsync(a.Address, cancel));

    public static readonly ControlCall<CreateAccountArguments, AccountOutcome> CreateAccount = new(
        nameof(IMailAdministration.CreateAccountAsync), false, Json.CreateAccountArguments, Json.AccountOutcome,
        (store, a, _, cancel) => store.CreateAccountAsync(a.Address, a.Properties, a.IfExists, a.Origin, cancel));

    public static readonly ControlCall<AccountArguments, MailAccount> SetAccount = new(
        nameof(IMailAdministration.SetAccountAsync), false, Json.AccountArguments, Json.MailAccount,
        (store, a, _, cancel) => store.SetAccountAsync(a.Address, a.Properties, a.Origin, cancel));

    public static readonly ControlCall<RenameArguments, MailAccount> RenameAccount = new(
        nameof(IMailAdministration.RenameAccountAsync), false, Json.RenameArguments, Json.MailAccount,
        (store, a, _, cancel) => store.RenameAccountAsync(a.Address, a.NewAddress, a.Origin, cancel));

    public static readonly ControlCall<RemoveArguments, NoResult> RemoveAccount = new(
        nameof(IMailAdministration.RemoveAccountAsync), false, Json.RemoveArguments, Json.NoResult,
        (store, a, _, cancel) => NothingAsync(store.RemoveAccountAsync(a.Address, a.Origin, cancel)));

    public static readonly ControlCall<AddressArguments, PasswordParameters?> GetPasswordParameters = new(
        nameof(IMailAdministration.GetPasswordParametersAsync), true, Json.AddressArguments, Json.PasswordParameters!,
        (store, a, _, cancel) => store.GetPasswordParametersAsync(a.Address, cancel));

    public static readonly ControlCall<TestPasswordArguments, MailPasswordTest> TestPassword = new(
        nameof(IMailAdministration.TestPasswordAsync), true, Json.TestPasswordArguments, Json.MailPasswordTest,
        (store, a, _, cancel) => store.TestPasswordAsync(a.Address, a.StoredKey, cancel));

    public static readonly ControlStream<PatternArguments, MailAlias> GetAliases = new(
        nameof(IMailAdministration.GetAliasesAsync), Json.PatternArguments, Json.ListMailAlias,
        (store, a, cancel) => store.GetAliasesAsync(a.Pattern, cancel));

    public static readonly ControlCall<CreateAliasArguments, MailAlias> CreateAlias = new(
        nameof(IMailAdministration.CreateAliasAsync), false, Json.CreateAliasArguments, Json.MailAlias,
        (store, a, _, cancel) => store.CreateAliasAsync(a.Address, a.Targets, a.Enabled, a.Origin, cancel));

    public static readonly ControlCall<AliasArguments, MailAlias> SetAlias = new(
        nameof(IMailAdministration.SetAliasAsync), false, Json.AliasArguments, Json.MailAlias,
        (store, a, _, cancel) => store.SetAliasAsync(a.Address, a.Targets, a.Enabled, a.Origin, cancel));

    public static readonly ControlCall<RemoveArguments, NoResult> RemoveAlias = new(
        nameof(IMailAdministration.RemoveAliasAsync), false, Json.RemoveArguments, Json.NoResult,
        (store, a, _, cancel) => NothingAsync(store.RemoveAliasAsync(a.Address, a.Origin, cancel)));

    public static readonly ControlStream<QuotaArguments, MailQuota> GetAccountQuotas = new(
        nameof(IMailAdministration.GetAccountQuotasAsync), Json.QuotaArguments, Json.ListMailQuota,
        (store, a, cancel) => store.GetAccountQuotasAsync(a.Pattern, a.Threshold, cancel));

    public static readonly ControlCall<DomainNameArguments, MailQuota> GetDomainQuota = new(
        nameof(IMailAdministration.GetDomainQuotaAsync), true, Json.DomainNameArguments, Json.MailQuota,
        (store, a, _, cancel) => store.GetDomainQuotaAsync(a.Name, cancel));

    public static readonly ControlStream<MailboxArguments, MailMailbox> GetMailboxes = new(
        nameof(IMailAdministration.GetMailboxesAsync), Json.MailboxArguments, Json.ListMailMailbox,
        (store, a, cancel) => store.GetMailboxesAsync(a.AccountPattern, a.NamePattern, cancel));

    public static readonly ControlCall<ListenerRequest, IReadOnlyList<MailListener>> StartListeners = new(
        nameof(IMailAdministration.StartListenersAsync), false, Json.ListenerRequest, Json.IReadOnlyListMailListener,
        (store, request, _, cancel) => store.StartListenersAsync(request, cancel));

    public static readonly ControlCall<ListenerFilter, IReadOnlyList<MailListener>> GetListeners = new(
        nameof(IMailAdministration.GetListenersAsync), true, Json.ListenerFilter, Json.IReadOnlyListMailListener,
        (store, filter, _, cancel) => store.GetListenersAsync(filter, cancel));

    public static readonly ControlCall<StopArguments, IReadOnlyList<MailListener>> StopListeners = new(
        nameof(IMailAdministration.StopListenersAsync), false, Json.StopArguments, Json.IReadOnlyListMailListener,
        (store, a, _, cancel) => store.StopListenersAsync(a.Filter, a.Timeout, cancel));

    public static readonly ControlCall<StopArguments, IReadOnlyList<MailListener>> RestartListeners = new(
        nameof(IMailAdministration.RestartListenersAsync), false, Json.StopArguments, Json.IReadOnlyListMailListener,
        (store, a, _, cancel) => store.RestartListenersAsync(a.Filter, a.Timeout, cancel));

    public static readonly ControlCall<NoArguments, IReadOnlyList<MailSession>> GetSessions = new(
        nameof(IMailAdministration.GetSessionsAsync), true, Json.NoArguments, Json.IReadOnlyListMailSession,
        (store, _, _, cancel) => store.GetSessionsAsync(cancel));

    public static readonly ControlCall<SessionArguments, NoResult> StopSession = new(
        nameof(IMailAdministration.StopSessionAsync), false, Json.SessionArguments, Json.NoResult,
        (store, a, _, cancel) => NothingAsync(store.StopSessionAsync(a.Id, cancel)));

    public static readonly ControlStream<PatternArguments, MailGroup> GetGroups = new(
        nameof(IMailAdministration.GetGroupsAsync), Json.PatternArguments, Json.ListMailGroup,
        (store, a, cancel) => store.GetGroupsAsync(a.Pattern, cancel));

    public static readonly ControlCall<GroupArguments, MailGroup> CreateGroup = new(
        nameof(IMailAdministration.CreateGroupAsync), false, Json.GroupArguments, Json.MailGroup,
        (store, a, _, cancel) => store.CreateGroupAsync(a.Address, a.Properties, a.Origin, cancel));

    public static readonly ControlCall<GroupArguments, MailGroup> SetGroup = new(
        nameof(IMailAdministration.SetGroupAsync), false, Json.GroupArguments, Json.MailGroup,
        (store, a, _, cancel) => store.SetGroupAsync(a.Address, a.Properties, a.Origin, cancel));

    public static readonly ControlCall<RemoveArguments, NoResult> RemoveGroup = new(
        nameof(IMailAdministration.RemoveGroupAsync), false, Json.RemoveArguments, Json.NoResult,
        (store, a, _, cancel) => NothingAsync(store.RemoveGroupAsync(a.Address, a.Origin, cancel)));

    public static readonly ControlCall<GroupMembersArguments, MailGroup> ChangeGroupMembers = new(
        nameof(IMailAdministration.ChangeGroupMembersAsync), false, Json.GroupMembersArguments, Json.MailGroup,
        (store, a, _, cancel) => store.ChangeGroupMembersAsync(a.Address, a.Add, a.Remove, a.Origin, cancel));

    public static readonly ControlStream<QueueFilter, MailQueueItem> GetQueue = new(
        nameof(IMailAdministration.GetQueueAsync), Json.QueueFilter, Json.ListMailQueueItem,
        (store, filter, cancel) => store.GetQueueAsync(filter, cancel));

    public static readonly ControlCall<QueueItemArguments, MailQueueItem> SuspendQueueItem = new(
        nameof(IMailAdministration.SuspendQueueItemAsync), false, Json.QueueItemArguments, Json.MailQueueItem,
        (store, a, _, cancel) => store.SuspendQueueItemAsync(a.Id, cancel));

    public static readonly ControlCall<QueueItemArguments, MailQueueItem> ResumeQueueItem = new(
        nameof(IMailAdministration.ResumeQueueItemAsync), false, Json.QueueItemArguments, Json.MailQueueItem,
        (store, a, _, cancel) => store.ResumeQueueItemAsync(a.Id, a.Flag, cancel));

    public static readonly ControlCall<QueueItemArguments, NoResult> RemoveQueueItem = new(
        nameof(IMailAdministration.RemoveQueueItemAsync), false, Json.QueueItemArguments, Json.NoResult,
        (store, a, _, cancel) => NothingAsync(store.RemoveQueueItemAsync(a.Id, a.Flag, cancel)));

    // A piece of a message is a frame of its own: 200 would be more than a frame may hold.
    public static readonly ControlStream<QueueItemArguments, ReadOnlyMemory<byte>> ReadQueueMessage = new(
        nameof(IMailAdministration.ReadQueueMessageAsync), Json.QueueItemArguments, Json.ListReadOnlyMemoryByte,
        (store, a, cancel) => store.ReadQueueMessageAsync(a.Id, cancel),
        batchSize: 1);

    public static readonly ControlCall<DeliverQueueArguments, IReadOnlyList<MailQueueItem>> DeliverQueue = new(
        nameof(IMailAdministration.DeliverQueueAsync), false, Json.DeliverQueueArguments, Json.IReadOnlyListMailQueueItem,
        (store, a, _, cancel) => store.DeliverQueueAsync(a.Filter, a.Wait, cancel));

    public static readonly ControlStream<TraceFilter, MailTraceEvent> Trace = new(
        nameof(IMailAdministration.TraceAsync), Json.TraceFilter, Json.ListMailTraceEvent,
        (store, filter, cancel) => store.TraceAsync(filter, cancel));

    // Those who watch see each event when it happens, not when there are many.
    public static readonly ControlStream<NoArguments, MailServerEvent> Watch = new(
        nameof(IMailAdministration.WatchAsync), Json.NoArguments, Json.ListMailServerEvent,
        (store, _, cancel) => store.WatchAsync(cancel),
        batchSize: 1)
    {
        IsEndless = true,
    };

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<ControlMethod> All =
    [
        GetStore, SetStore, TestStore, RepairStore,
        GetDomains, CreateDomain, SetDomain, RemoveDomain,
        GetAccounts, GetAccount, CreateAccount, SetAccount, RenameAccount, RemoveAccount, GetPasswordParameters, TestPassword,
        GetAliases, CreateAlias, SetAlias, RemoveAlias,
        GetAccountQuotas, GetDomainQuota, GetMailboxes,
        StartListeners, GetListeners, StopListeners, RestartListeners, GetSessions, StopSession,
        GetGroups, CreateGroup, SetGroup, RemoveGroup, ChangeGroupMembers,
        GetQueue, SuspendQueueItem, ResumeQueueItem, RemoveQueueItem, ReadQueueMessage, DeliverQueue, Trace, Watch,
    ];

    private static readonly Dictionary<string, ControlMethod> ByName = All.ToDictionary(method => method.Name, StringComparer.Ordinal);

    public static ControlMethod? Find(string name) => ByName.GetValueOrDefault(name);

    private static async Task<NoResult> NothingAsync(Task call)
    {
        await call;
        return new NoResult();
    }
}
