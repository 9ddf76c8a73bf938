using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Engine;
using static MailAdmin.Tests.Server.TestStore;

namespace MailAdmin.Tests.Server;

public sealed class DomainAdministrationTests
{
    [Fact]
    public async Task A_domain_counts_its_accounts_and_sums_what_they_use()
    {
        await using TestStore store = await WithAccountsAsync("ann@example.test", "bob@example.test");
        await store.AddAliasAsync("info@example.test", "ann@example.test");
        await store.SetAccountAsync("ann@example.test", AccountValues("Quota") with { Quota = 1_000 });
        await store.SetAccountAsync("bob@example.test", AccountValues("Quota") with { Quota = 500 });
        await store.FillAsync("ann@example.test", 100);

        MailDomain domain = await FirstAsync(store.Engine.StreamAsync(new GetDomains("EXAMPLE.*"), None));

        Assert.Equal(2, domain.AccountCount);
        Assert.Equal(1, domain.AliasCount);
        Assert.Equal(100, domain.UsedSize.Bytes);
        Assert.Equal(1_500, domain.AllocatedQuota.Bytes);
    }

    [Fact]
    public async Task The_quota_of_a_domain_is_what_all_its_accounts_may_use_together()
    {
        await using TestStore store = await WithAccountsAsync("ann@example.test");
        await store.Engine.SendAsync(
            new SetDomain(Domain("example.test"), DomainValues("MaxTotalSize") with { MaxTotalSize = 1_000 }), None);
        await store.FillAsync("ann@example.test", 850);

        MailQuota quota = await store.Engine.SendAsync(new GetDomainQuota(Domain("example.test")), None);

        Assert.Equal("example.test", quota.Address);
        Assert.Equal(1_000, quota.Quota.Bytes);
        Assert.Equal(85, quota.UsedPercent);
        Assert.Equal(QuotaStatus.Warning, quota.QuotaStatus);
    }

    public static TheoryData<string, MailError, Func<MailEngine, Task>> Refusals => new()
    {
        { "exists", MailError.DomainExists, engine => engine.SendAsync(new CreateDomain(Domain("example.test"), DomainValues()), None) },
        { "alias of itself", MailError.InvalidArgument, engine => engine.SendAsync(new CreateDomain(Domain("new.test"), DomainValues("AliasDomain") with { AliasDomain = [Domain("new.test")] }), None) },
        { "alias taken", MailError.DomainExists, engine => engine.SendAsync(new CreateDomain(Domain("new.test"), DomainValues("AliasDomain") with { AliasDomain = [Domain("example.test")] }), None) },
        { "negative", MailError.InvalidArgument, engine => engine.SendAsync(new CreateDomain(Domain("new.test"), DomainValues("MaxAccounts") with { MaxAccounts = -1 }), None) },
        { "set", MailError.DomainNotFound, engine => engine.SendAsync(new SetDomain(Domain("new.test"), DomainValues()), None) },
        { "catch-all outside", MailError.InvalidTarget, engine => engine.SendAsync(new SetDomain(Domain("example.test"), DomainValues("CatchAll") with { CatchAll = Address("a@elsewhere.test") }), None) },
        { "not empty", MailError.DomainNotEmpty, engine => engine.SendAsync(new RemoveDomain(Domain("example.test"), Recurse: false), None) },
        { "remove", MailError.DomainNotFound, engine => engine.SendAsync(new RemoveDomain(Domain("new.test"), Recurse: true), None) },
        { "quota", MailError.DomainNotFound, engine => engine.SendAsync(new GetDomainQuota(Domain("new.test")), None) },
        { "alias: no domain", MailError.DomainNotFound, engine => engine.SendAsync(new CreateAlias(Address("a@new.test"), [Address("ann@example.test")]), None) },
        { "alias: no target", MailError.InvalidTarget, engine => engine.SendAsync(new CreateAlias(Address("a@example.test"), []), None) },
        { "alias: loop", MailError.AliasLoop, engine => engine.SendAsync(new CreateAlias(Address("a@example.test"), [Address("a@example.test")]), None) },
        { "alias: account", MailError.AccountExists, engine => engine.SendAsync(new CreateAlias(Address("ann@example.test"), [Address("b@example.test")]), None) },
        { "alias: set", MailError.AliasNotFound, engine => engine.SendAsync(new SetAlias(Address("a@example.test"), null, false), None) },
        { "alias: remove", MailError.AliasNotFound, engine => engine.SendAsync(new RemoveAlias(Address("a@example.test")), None) },
        { "store: host name", MailError.InvalidArgument, engine => engine.SendAsync(new SetStore(StoreValues("HostName") with { HostName = "a b" }), None) },
        { "store: size", MailError.InvalidArgument, engine => engine.SendAsync(new SetStore(StoreValues("MaxMessageSize") with { MaxMessageSize = 1_000 }), None) },
        { "store: connections", MailError.InvalidArgument, engine => engine.SendAsync(new SetStore(StoreValues("MaxConnections") with { MaxConnections = 0 }), None) },
        { "store: block", MailError.InvalidArgument, engine => engine.SendAsync(new SetStore(StoreValues("LogonBlockDuration") with { LogonBlockDuration = TimeSpan.Zero }), None) },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal_names_its_cause_and_changes_nothing(
        string name, MailError error, Func<MailEngine, Task> action)
    {
        _ = name;
        await using TestStore store = await WithAccountsAsync("ann@example.test");
        string before = await store.DescribeAsync();

        MailException refusal = await RefusalOfAsync(() => action(store.Engine));

        Assert.Equal(error, refusal.Error);
        Assert.NotEmpty(refusal.Target);
        Assert.Equal(before, await store.DescribeAsync());
    }

    [Fact]
    public async Task An_alias_shows_where_its_mail_ends()
    {
        await using TestStore store = await WithAccountsAsync("ann@example.test", "bob@example.test");
        await store.AddAliasAsync("team@example.test", "ann@example.test", "far@elsewhere.test");
        await store.AddAliasAsync("all@example.test", "team@example.test", "bob@example.test", "ann@example.test");

        MailAlias alias = await FirstAsync(store.Engine.StreamAsync(new GetAliases("all@*"), None));

        Assert.Equal(
            ["ann@example.test", "bob@example.test", "far@elsewhere.test"],
            alias.ResolvesTo.Select(address => address.ToString()));
    }

    [Fact]
    public async Task Settings_keep_what_is_not_given()
    {
        await using TestStore store = await CreateAsync();

        MailStore changed = await store.Engine.SendAsync(
            new SetStore(
                StoreValues(
                    "MaxRecipients",
                    "QuotaWarning") with { MaxRecipients = 50, QuotaWarning = [90, 50], HostName = "ignored" }),
            None);

        Assert.Equal(50, changed.MaxRecipients);
        Assert.Equal([50, 90], changed.QuotaWarning);
        Assert.Equal("mail.example.test", changed.HostName);
        Assert.Equal(Environment.ProcessId, changed.OwnerProcessId);
    }

    [Fact]
    public async Task Folders_are_listed_by_account_and_name()
    {
        await using TestStore store = await WithAccountsAsync("ann@example.test", "bob@example.test");
        await store.FillAsync("ann@example.test", 100);

        MailMailbox inbox = await FirstAsync(
            store.Engine.StreamAsync(new GetMailboxes("ann@example.test", "in*"), None));

        Assert.Equal("INBOX", inbox.Name);
        Assert.Equal(1, inbox.MessageCount);
        Assert.Equal(1, inbox.UnseenCount);
        Assert.Equal(2, inbox.UidNext);
    }

    private static async Task<T> FirstAsync<T>(IAsyncEnumerable<T> items) => await items.SingleAsync();
}
