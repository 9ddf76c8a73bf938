using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Engine;
using static MailAdmin.Tests.Server.TestStore;

namespace MailAdmin.Tests.Server;

public sealed class AccountAdministrationTests
{
    [Fact]
    public async Task A_new_account_is_enabled_for_all_protocols_and_has_the_quota_of_its_domain()
    {
        await using TestStore store = await CreateAsync();
        await store.AddDomainAsync(
            "example.test",
            DomainValues(nameof(DomainProperties.DefaultQuota)) with { DefaultQuota = MailSize.Parse("1 MB") });

        MailAccount account = await store.AddAccountAsync("Ann@Example.test");

        Assert.Equal("Ann@Example.test", account.Address.ToString());
        Assert.True(account.Enabled);
        Assert.Equal([MailProtocol.Smtp, MailProtocol.Pop3, MailProtocol.Imap], account.Protocol);
        Assert.Equal(MailSize.Parse("1 MB"), account.Quota);
        Assert.Equal(QuotaStatus.BelowLimit, account.QuotaStatus);
        Assert.Equal([80, 95], account.QuotaWarning);
        Assert.NotNull(account.PasswordLastSet);
    }

    [Fact]
    public async Task Only_what_is_given_changes_and_null_clears()
    {
        await using TestStore store = await WithAccountsAsync("ann@example.test");
        await store.SetAccountAsync(
            "ann@example.test", AccountValues("DisplayName", "Quota") with { DisplayName = "Ann", Quota = 1_000 });

        await store.SetAccountAsync(
            "ann@example.test", AccountValues("Quota") with { DisplayName = "ignored", Quota = null });

        MailAccount account = await store.Engine.SendAsync(new GetAccount(Address("ann@example.test")), None);
        Assert.Equal("Ann", account.DisplayName);
        Assert.True(account.Quota.IsUnlimited);
        Assert.Equal(QuotaStatus.NoQuota, account.QuotaStatus);
        Assert.Null(account.UsedPercent);
    }

    [Fact]
    public async Task Submission_counts_as_the_permission_to_use_Smtp()
    {
        await using TestStore store = await WithAccountsAsync("ann@example.test");

        await store.SetAccountAsync(
            "ann@example.test", AccountValues("Protocol") with { Protocol = [MailProtocol.Imap, MailProtocol.Submission, MailProtocol.Smtp] });

        Assert.Equal(
            [MailProtocol.Smtp, MailProtocol.Imap],
            (await store.Engine.SendAsync(new GetAccount(Address("ann@example.test")), None)).Protocol);
    }

    [Theory]
    [InlineData(IfExists.Skip, "Old")]
    [InlineData(IfExists.Update, "New")]
    public async Task An_account_that_exists_is_left_or_changed_as_asked(IfExists ifExists, string expected)
    {
        await using TestStore store = await WithAccountsAsync();
        AccountProperties old = AccountValues("DisplayName") with { DisplayName = "Old" };
        await store.Engine.SendAsync(new CreateAccount(Address("ann@example.test"), old), None);

        AccountOutcome outcome = await store.Engine.SendAsync(
            new CreateAccount(Address("ANN@example.test"), old with { DisplayName = "New" }, ifExists), None);

        Assert.False(outcome.Created);
        Assert.Equal(expected, outcome.Account.DisplayName);
    }

    [Fact]
    public async Task Of_two_creations_that_overlap_the_second_finds_the_first()
    {
        await using TestStore store = await WithAccountsAsync();
        AccountProperties first = AccountValues("DisplayName") with { DisplayName = "First" };

        AccountOutcome[] outcomes = await Task.WhenAll(
            store.Engine.SendAsync(new CreateAccount(Address("ann@example.test"), first, IfExists.Update), None),
            store.Engine.SendAsync(
                new CreateAccount(Address("ann@example.test"), first with { DisplayName = "Second" }, IfExists.Update),
                None));

        Assert.True(outcomes[0].Created);
        Assert.False(outcomes[1].Created);
        Assert.Equal("Second", outcomes[1].Account.DisplayName);
    }

    [Fact]
    public async Task Renaming_keeps_mail_and_password()
    {
        await using TestStore store = await WithAccountsAsync("ann@example.test");
        await store.FillAsync("ann@example.test", 100);

        MailAccount renamed = await store.Engine.SendAsync(
            new RenameAccount(Address("ann@example.test"), Address("anna@example.test")), None);

        Assert.Equal("anna@example.test", renamed.Address.ToString());
        Assert.Equal(1, renamed.MessageCount);
        Assert.NotNull((await store.RecordAsync("anna@example.test")).Password);
        Assert.Equal(
            MailError.AccountNotFound,
            (
                await RefusalOfAsync(
                    () => store.Engine.SendAsync(new GetAccount(Address("ann@example.test")), None))).Error);
    }

    [Theory]
    [InlineData("*@example.test", 3)]
    [InlineData("AN*", 2)]
    [InlineData("an?@example.test", 1)]
    [InlineData("bob@example.test", 1)]
    [InlineData("nobody@example.test", 0)]
    [InlineData("*@bücher.test", 1)]
    public async Task Wildcards_match_the_canonical_address(string pattern, int count)
    {
        await using TestStore store = await WithAccountsAsync(
            "ann@example.test", "anna@example.test", "bob@example.test");
        await store.AddDomainAsync("bücher.test");
        await store.AddAccountAsync("carl@bücher.test");

        Assert.Equal(count, await CountAsync(store, new GetAccounts { Address = pattern }));
    }

    [Fact]
    public async Task Filters_combine()
    {
        await using TestStore store = await WithAccountsAsync(
            "ann@example.test", "bob@example.test", "carl@example.test");
        await store.DisableAccountAsync("bob@example.test");
        await store.SetAccountAsync("carl@example.test", AccountValues("Quota") with { Quota = 100 });
        await store.FillAsync("carl@example.test", 100);
        await store.AddDomainAsync("other.test");
        await store.AddAccountAsync("dora@other.test");

        Assert.Equal(1, await CountAsync(store, new GetAccounts { Enabled = false }));
        Assert.Equal(1, await CountAsync(store, new GetAccounts { OverQuota = true }));
        Assert.Equal(2, await CountAsync(store, new GetAccounts { Enabled = true, Domain = Domain("example.test") }));
        Assert.Equal(2, await CountAsync(store, new GetAccounts { First = 2 }));
        Assert.Equal(0, await CountAsync(store, new GetAccounts { First = 0 }));
        Assert.Equal(0, await CountAsync(store, new GetAccounts { InactiveSince = DateTimeOffset.UnixEpoch }));
        Assert.Equal(4, await CountAsync(store, new GetAccounts { InactiveSince = DateTimeOffset.MaxValue }));
    }

    public static TheoryData<string, MailError, Func<MailEngine, Task>> Refusals => new()
    {
        { "no domain", MailError.DomainNotFound, engine => Create(engine, "ann@nowhere.test") },
        { "exists", MailError.AccountExists, engine => Create(engine, "ann@example.test") },
        { "alias exists", MailError.AliasExists, engine => Create(engine, "info@example.test") },
        { "alias exists, update", MailError.AliasExists, engine => Create(engine, "info@example.test", ifExists: IfExists.Update) },
        { "percentage", MailError.InvalidArgument, engine => Create(engine, "x@example.test", AccountValues("QuotaWarning") with { QuotaWarning = [101] }) },
        { "negative", MailError.InvalidArgument, engine => Create(engine, "x@example.test", AccountValues("MaxSendPerDay") with { MaxSendPerDay = -1 }) },
        { "control character", MailError.InvalidArgument, engine => Create(engine, "x@example.test", AccountValues("DisplayName") with { DisplayName = "a\r\nb" }) },
        { "neither", MailError.InvalidArgument, engine => Create(engine, "x@example.test", AccountValues("SendOnly", "ReceiveOnly") with { SendOnly = true, ReceiveOnly = true }) },
        { "set", MailError.AccountNotFound, engine => engine.SendAsync(new SetAccount(Address("x@example.test"), AccountValues()), None) },
        { "loop", MailError.AliasLoop, engine => engine.SendAsync(new SetAccount(Address("ann@example.test"), AccountValues("ForwardTo") with { ForwardTo = [Address("info@example.test")] }), None) },
        { "remove", MailError.AccountNotFound, engine => engine.SendAsync(new RemoveAccount(Address("x@example.test")), None) },
        { "rename to alias", MailError.AliasExists, engine => engine.SendAsync(new RenameAccount(Address("ann@example.test"), Address("info@example.test")), None) },
        { "rename nobody", MailError.AccountNotFound, engine => engine.SendAsync(new RenameAccount(Address("x@example.test"), Address("y@example.test")), None) },
        { "parameters", MailError.AccountNotFound, engine => engine.SendAsync(new GetPasswordParameters(Address("x@example.test")), None) },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal_names_its_cause_and_changes_nothing(
        string name, MailError error, Func<MailEngine, Task> action)
    {
        _ = name;
        await using TestStore store = await WithAccountsAsync("ann@example.test");
        await store.AddAliasAsync("info@example.test", "ann@example.test");
        string before = await store.DescribeAsync();

        MailException refusal = await RefusalOfAsync(() => action(store.Engine));

        Assert.Equal(error, refusal.Error);
        Assert.NotEmpty(refusal.Target);
        Assert.Equal(before, await store.DescribeAsync());
    }

    [Fact]
    public async Task A_domain_that_is_full_takes_no_more_accounts()
    {
        await using TestStore store = await CreateAsync();
        await store.AddDomainAsync("example.test", DomainValues("MaxAccounts") with { MaxAccounts = 1 });
        await store.AddAccountAsync("ann@example.test");

        Assert.Equal(
            MailError.DomainFull, (await RefusalOfAsync(() => store.AddAccountAsync("bob@example.test"))).Error);
    }

    [Theory]
    [InlineData("secret", true, null)]
    [InlineData("wrong", false, MailError.LogonFailed)]
    public async Task A_derived_password_is_tested_without_travelling(
        string password, bool succeeded, MailError? refusal)
    {
        await using TestStore store = await WithAccountsAsync("ann@example.test");
        EmailAddress ann = Address("ann@example.test");
        PasswordParameters parameters = (await store.Engine.SendAsync(new GetPasswordParameters(ann), None))!;
        byte[] derived = ScramCredential.Derive(password, parameters.Salt, parameters.Iterations).StoredKey;

        MailPasswordTest test = await store.Engine.SendAsync(new CheckPassword(ann, derived), None);

        Assert.Equal(succeeded, test.Succeeded);
        Assert.Equal(succeeded, test.CanLogOn);
        Assert.Equal(refusal, test.Refusal);
    }

    [Fact]
    public async Task The_right_password_of_a_disabled_account_cannot_log_on()
    {
        await using TestStore store = await WithAccountsAsync("ann@example.test");
        await store.DisableAccountAsync("ann@example.test");
        byte[] derived = (await store.RecordAsync("ann@example.test")).Password!.StoredKey;

        MailPasswordTest test = await store.Engine.SendAsync(
            new CheckPassword(Address("ann@example.test"), derived), None);

        Assert.True(test.Succeeded);
        Assert.False(test.CanLogOn);
        Assert.Equal(MailError.AccountDisabled, test.Refusal);
    }

    private static Task<AccountOutcome> Create(
        MailEngine engine, string address, AccountProperties? values = null, IfExists ifExists = IfExists.Error) =>
        engine.SendAsync(new CreateAccount(Address(address), values ?? AccountValues(), ifExists), None);

    private static async Task<int> CountAsync(TestStore store, GetAccounts filter)
    {
        int count = 0;
        await foreach (MailAccount _ in store.Engine.StreamAsync(filter, None))
        {
            count++;
        }

        return count;
    }
}
