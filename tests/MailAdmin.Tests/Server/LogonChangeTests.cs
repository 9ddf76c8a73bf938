using System.Net;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Transport;
using MailAdmin.Requests;
using MailAdmin.Server.Listeners;
using MailAdmin.Tests.Sasl;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

using static MailAdmin.Tests.Server.TestStore;

namespace MailAdmin.Tests.Server;

/// <summary>Accounts that change while somebody logs on to them, or is logged on.</summary>
public sealed class LogonChangeTests
{
    private const string Ann = "ann@example.test";

    public static TheoryData<string, MailError> Changes => new()
    {
        { "password", MailError.LogonFailed },
        { "removed", MailError.LogonFailed },
        { "disabled", MailError.AccountDisabled },
        { "domain", MailError.DomainDisabled },
        { "protocol", MailError.ProtocolDisabled },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task What_changes_while_a_password_is_proven_counts(string change, MailError refusal)
    {
        await using TestStore store = await WithAccountsAsync(Ann);
        LogonAttempt attempt = new(Ann, MailProtocol.Imap, IPAddress.Loopback, "SCRAM-SHA-256");
        ScramCredential used = await store.Authenticator.GetScramCredentialAsync(attempt, None);

        await ChangeAsync(store, change);

        Assert.Equal(
            refusal, (await store.Authenticator.CompleteScramAsync(attempt, used, proofIsValid: true, None)).Refusal);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task What_changes_between_the_logon_and_its_session_closes_the_session(string change, MailError refusal)
    {
        await using TestStore store = await WithAccountsAsync(Ann);
        AccountRecord loggedOn = (await LogOnAsync(store, "secret")).Account!;
        using SessionRegistry registry = Registry(store);
        using LiveSession session = Open(registry);

        await ChangeAsync(store, change);
        Assert.False(session.Stopping.IsCancellationRequested);
        session.Context.Account = loggedOn;

        await WaitForStopAsync(session);
        Assert.NotEqual(default, refusal);
    }

    [Fact]
    public async Task A_session_whose_account_did_not_change_stays()
    {
        await using TestStore store = await WithAccountsAsync(Ann, "bob@example.test");
        AccountRecord loggedOn = (await LogOnAsync(store, "secret")).Account!;
        using SessionRegistry registry = Registry(store);
        using LiveSession stays = Open(registry);
        using LiveSession ends = Open(registry);

        stays.Context.Account = loggedOn;
        ends.Context.Account = await store.RecordAsync("bob@example.test");
        await store.DisableAccountAsync("bob@example.test");

        await WaitForStopAsync(ends);
        Assert.False(stays.Stopping.IsCancellationRequested);
    }

    [Fact]
    public async Task The_session_of_an_app_password_ends_with_it_and_that_of_another_stays()
    {
        await using TestStore store = await WithAccountsAsync(Ann);
        AccountRecord phone = (await LogOnAsync(store, await AddAsync(store, "phone"))).Account!;
        AccountRecord tablet = (await LogOnAsync(store, await AddAsync(store, "tablet"))).Account!;
        using SessionRegistry registry = Registry(store);
        using LiveSession ends = Open(registry);
        using LiveSession stays = Open(registry);
        ends.Context.Account = phone;
        stays.Context.Account = tablet;

        await store.Engine.SendAsync(new RemoveAppPassword(Address(Ann), "phone"), None);

        await WaitForStopAsync(ends);
        Assert.False(stays.Stopping.IsCancellationRequested);
    }

    [Theory]
    [InlineData(MailProtocol.Imap)]
    [InlineData(MailProtocol.Pop3)]
    [InlineData(MailProtocol.Submission)]
    public async Task The_session_of_an_app_password_ends_when_it_expires_and_others_stay(MailProtocol protocol)
    {
        FakeTimeProvider clock = new(DateTimeOffset.UnixEpoch);
        await using TestStore store = await CreateAsync(clock);
        await store.AddDomainAsync("example.test");
        await store.AddAccountAsync(Ann);
        DateTimeOffset expires = clock.GetUtcNow().AddHours(1);
        string brief = (await store.Engine.SendAsync(
            new CreateAppPassword(Address(Ann), "brief", [], expires), None)).AppPassword!;
        string lasting = await AddAsync(store, "lasting");
        using SessionRegistry registry = Registry(store, clock);
        using LiveSession ends = Open(registry, protocol);
        using LiveSession stays = Open(registry, protocol);
        using LiveSession own = Open(registry, protocol);
        ends.Context.Account = (await LogOnAsync(store, brief)).Account!;
        stays.Context.Account = (await LogOnAsync(store, lasting)).Account!;
        own.Context.Account = (await LogOnAsync(store, "secret")).Account!;

        clock.Advance(TimeSpan.FromMinutes(59));
        Assert.False(ends.Stopping.IsCancellationRequested);
        clock.Advance(TimeSpan.FromMinutes(2));

        await WaitForStopAsync(ends);
        Assert.False(stays.Stopping.IsCancellationRequested);
        Assert.False(own.Stopping.IsCancellationRequested);
    }

    [Fact]
    public async Task An_old_verifier_is_replaced_at_a_logon_and_the_sessions_that_it_opened_stay()
    {
        await using TestStore store = await WithAccountsAsync(Ann);
        AccountRecord before = await store.RecordAsync(Ann);
        using SessionRegistry registry = Registry(store);
        using LiveSession session = Open(registry);
        session.Context.Account = before;

        AccountRecord loggedOn = (await LogOnAsync(store, "secret")).Account!;

        AccountRecord after = await store.RecordAsync(Ann);
        Assert.InRange(before.Password!.Iterations, 1, ScramCredential.DefaultIterations - 1);
        Assert.Equal(ScramCredential.DefaultIterations, after.Password!.Iterations);
        Assert.Equal(after.Password.StoredKey, loggedOn.Password!.StoredKey);
        Assert.Equal(before.PasswordLastSet, after.PasswordLastSet);
        Assert.Null((await LogOnAsync(store, "secret")).Refusal);
        Assert.Equal(MailError.LogonFailed, (await LogOnAsync(store, "Secret")).Refusal);
        Assert.False(session.Stopping.IsCancellationRequested);
        await ChangeAsync(store, "password");
        await WaitForStopAsync(session);
    }

    [Fact]
    public async Task Old_verifiers_of_app_passwords_are_replaced_one_by_one_and_all_log_on_meanwhile()
    {
        await using TestStore store = await WithAccountsAsync(Ann);
        string[] secrets = [await AddAsync(store, "phone"), await AddAsync(store, "tablet")];
        await store.Storage.Directory.Accounts.UpdateAsync(
            Address(Ann),
            account => account with
            {
                AppPassword =
                [
                    .. account.AppPassword.Zip(secrets, (app, secret) => app with
                    {
                        Verifier = ScramCredential.Derive(
                            secret.Replace(" ", "", StringComparison.Ordinal), app.Verifier.Salt, 15_000),
                    }),
                ],
            },
            Origin,
            None);

        Assert.Null((await LogOnAsync(store, secrets[1])).Refusal);
        Assert.Equal(
            [15_000, ScramCredential.DefaultIterations],
            (await store.RecordAsync(Ann)).AppPassword.Select(app => app.Verifier.Iterations));
        Assert.Null((await LogOnAsync(store, secrets[0])).Refusal);
        Assert.Null((await LogOnAsync(store, secrets[1])).Refusal);
        AccountRecord account = await store.RecordAsync(Ann);

        Assert.All(account.AppPassword, app => Assert.Equal(ScramCredential.DefaultIterations, app.Verifier.Iterations));
        Assert.Single(account.AppPassword.Select(app => Convert.ToHexString(app.Verifier.Salt)).Distinct());
    }

    private static Task ChangeAsync(TestStore store, string change) => change switch
    {
        "password" => store.SetAccountAsync(
            Ann, AccountValues("Password") with { Password = ScramCredential.Create("other", 4_096) }),
        "removed" => store.Engine.SendAsync(new RemoveAccount(Address(Ann)), None),
        "disabled" => store.DisableAccountAsync(Ann),
        "domain" => store.DisableDomainAsync("example.test"),
        _ => store.SetAccountAsync(Ann, AccountValues("Protocol") with { Protocol = [MailProtocol.Smtp] }),
    };

    private static SessionRegistry Registry(TestStore store, TimeProvider? clock = null) => new(
        store.Storage.Directory,
        store.Authenticator.Rules,
        clock ?? TimeProvider.System,
        NullLogger<SessionRegistry>.Instance);

    private static LiveSession Open(SessionRegistry registry, MailProtocol protocol = MailProtocol.Imap)
    {
        OneUser user = new("user", ScramCredential.Create("secret", 4_096));
        SessionContext context = user.CreateSession(protocol, id: SessionRegistry.TakeId(), loggedOn: registry.OnLogon);
        LiveSession session = new(context, null!);
        registry.Add(session);
        return session;
    }

    [Fact]
    public async Task An_app_password_that_comes_back_by_undoing_logs_on_and_one_that_goes_by_it_does_not()
    {
        await using TestStore store = await WithAccountsAsync(Ann);
        string secret = await AddAsync(store, "phone");
        await store.Engine.SendAsync(new RemoveAppPassword(Address(Ann), "phone"), None);
        Assert.Equal(MailError.LogonFailed, (await LogOnAsync(store, secret)).Refusal);

        await UndoLastAsync(store);
        Assert.Null((await LogOnAsync(store, secret)).Refusal);

        await UndoLastAsync(store);
        Assert.Equal(MailError.LogonFailed, (await LogOnAsync(store, secret)).Refusal);
        Assert.Empty((await store.RecordAsync(Ann)).AppPassword);
    }

    private static async Task UndoLastAsync(TestStore store)
    {
        MailChange last = await store.Engine.StreamAsync(new FindChanges(new ChangeFilter { First = 1 }), None)
            .FirstAsync(None);
        await store.Engine.SendAsync(new UndoChange(last.Sequence), None);
    }

    private static async Task WaitForStopAsync(LiveSession session)
    {
        TaskCompletionSource stopped = new();
        await using CancellationTokenRegistration registration = session.Stopping.Register(stopped.SetResult);
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(60));
        session.Ended.TrySetResult();
    }

    private static async Task<string> AddAsync(TestStore store, string name) =>
        (await store.Engine.SendAsync(new CreateAppPassword(Address(Ann), name, [], null), None)).AppPassword!;

    private static async Task<LogonOutcome> LogOnAsync(TestStore store, string password) =>
        await store.Authenticator.LogOnAsync(
            new LogonAttempt(Ann, MailProtocol.Imap, IPAddress.Loopback, "PLAIN"), password, None);
}
