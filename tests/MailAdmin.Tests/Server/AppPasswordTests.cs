using System.Net;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using Microsoft.Extensions.Time.Testing;

using static MailAdmin.Tests.Server.TestStore;

namespace MailAdmin.Tests.Server;

public sealed class AppPasswordTests
{
    private const string Ann = "ann@example.test";
    private static readonly MailProtocol[] All = [MailProtocol.Submission, MailProtocol.Pop3, MailProtocol.Imap];

    [Fact]
    public async Task An_app_password_logs_on_with_and_without_blanks_beside_the_password_of_the_account()
    {
        await using TestStore store = await WithAccountsAsync(Ann);
        string secret = await AddAsync(store, "phone");

        foreach (MailProtocol protocol in All)
        {
            Assert.Null(await LogOnAsync(store, secret, protocol));
            Assert.Null(await LogOnAsync(store, secret.Replace(" ", "", StringComparison.Ordinal), protocol));
            Assert.Null(await LogOnAsync(store, "secret", protocol));
        }

        Assert.Matches("^([a-hjkmnp-z]{4} ){3}[a-hjkmnp-z]{4}$", secret);
    }

    [Fact]
    public async Task Only_its_protocols_take_an_app_password()
    {
        await using TestStore store = await WithAccountsAsync(Ann);
        string secret = await AddAsync(store, "scanner", MailProtocol.Submission);

        Assert.Null(await LogOnAsync(store, secret, MailProtocol.Submission));
        Assert.Equal(MailError.LogonFailed, await LogOnAsync(store, secret, MailProtocol.Imap));
        Assert.Equal(MailError.LogonFailed, await LogOnAsync(store, secret, MailProtocol.Pop3));
    }

    [Fact]
    public async Task An_app_password_stops_when_it_expires_also_when_it_is_in_the_cache()
    {
        FakeTimeProvider clock = new(DateTimeOffset.UnixEpoch);
        await using TestStore store = await CreateAsync(clock);
        await store.AddDomainAsync("example.test");
        await store.AddAccountAsync(Ann);
        string secret = await AddAsync(store, "phone", expires: clock.GetUtcNow().AddMinutes(5));
        Assert.Null(await LogOnAsync(store, secret));

        clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(MailError.LogonFailed, await LogOnAsync(store, secret));
        Assert.Null(await LogOnAsync(store, "secret"));
    }

    [Fact]
    public async Task An_app_password_that_was_removed_is_forgotten_at_once_and_the_others_stay()
    {
        await using TestStore store = await WithAccountsAsync(Ann);
        string phone = await AddAsync(store, "phone");
        string laptop = await AddAsync(store, "laptop");
        Assert.Null(await LogOnAsync(store, phone));
        Assert.Null(await LogOnAsync(store, laptop));

        await store.Engine.SendAsync(new RemoveAppPassword(Address(Ann), "PHONE"), None);

        Assert.Equal(MailError.LogonFailed, await LogOnAsync(store, phone));
        Assert.Null(await LogOnAsync(store, laptop));
    }

    [Fact]
    public async Task A_new_password_and_a_new_address_leave_app_passwords_alone()
    {
        await using TestStore store = await WithAccountsAsync(Ann);
        string secret = await AddAsync(store, "phone");

        await store.SetAccountAsync(
            Ann, AccountValues("Password") with { Password = ScramCredential.Create("other", 4_096) });
        await store.Engine.SendAsync(new RenameAccount(Address(Ann), Address("anna@example.test")), None);

        Assert.Null(await LogOnAsync(store, secret, account: "anna@example.test"));
        Assert.Equal(MailError.LogonFailed, await LogOnAsync(store, secret));
    }

    [Fact]
    public async Task A_removed_account_takes_its_app_passwords_with_it()
    {
        await using TestStore store = await WithAccountsAsync(Ann);
        string secret = await AddAsync(store, "phone");

        await store.Engine.SendAsync(new RemoveAccount(Address(Ann)), None);
        await store.AddAccountAsync(Ann);

        Assert.Equal(MailError.LogonFailed, await LogOnAsync(store, secret));
        Assert.Empty((await store.RecordAsync(Ann)).AppPassword);
    }

    [Fact]
    public async Task What_an_account_may_not_do_its_app_passwords_may_not_either()
    {
        await using TestStore store = await WithAccountsAsync(Ann);
        string secret = await AddAsync(store, "phone");
        Assert.Null(await LogOnAsync(store, secret));

        await store.SetAccountAsync(Ann, AccountValues("Protocol") with { Protocol = [MailProtocol.Smtp] });
        Assert.Equal(MailError.ProtocolDisabled, await LogOnAsync(store, secret));
        await store.DisableAccountAsync(Ann);
        Assert.Equal(MailError.AccountDisabled, await LogOnAsync(store, secret, MailProtocol.Submission));
        await store.SetAccountAsync(Ann, AccountValues("Enabled") with { Enabled = true });
        await store.DisableDomainAsync("example.test");
        Assert.Equal(MailError.DomainDisabled, await LogOnAsync(store, secret, MailProtocol.Submission));
    }

    [Fact]
    public async Task An_account_without_a_password_logs_on_with_an_app_password()
    {
        await using TestStore store = await WithAccountsAsync(Ann);
        string secret = await AddAsync(store, "phone");

        await store.SetAccountAsync(Ann, AccountValues("Password"));

        Assert.Null(await LogOnAsync(store, secret));
        Assert.Equal(MailError.LogonFailed, await LogOnAsync(store, "secret"));
    }

    [Fact]
    public async Task All_app_passwords_of_an_account_share_one_salt_also_when_they_are_made_at_once()
    {
        await using TestStore store = await WithAccountsAsync(Ann);

        string[] secrets = await Task.WhenAll(Enumerable.Range(1, 8).Select(i => AddAsync(store, $"device {i}")));

        IReadOnlyList<AppPasswordRecord> stored = (await store.RecordAsync(Ann)).AppPassword;
        Assert.Equal(8, stored.Count);
        Assert.Single(stored.Select(app => Convert.ToHexString(app.Verifier.Salt)).Distinct());
        Assert.Equal(8, secrets.Distinct().Count());
        Assert.All(stored, app => Assert.Equal(ScramCredential.DefaultIterations, app.Verifier.Iterations));
        foreach (string secret in secrets)
        {
            Assert.Null(await LogOnAsync(store, secret));
        }
    }

    [Fact]
    public async Task The_fifty_first_app_password_is_refused()
    {
        await using TestStore store = await WithAccountsAsync(Ann);
        for (int i = 1; i <= 50; i++)
        {
            await AddAsync(store, $"device {i}");
        }

        MailException refusal = await RefusalOfAsync(() => AddAsync(store, "one more"));

        Assert.Equal(MailError.TooManyAppPasswords, refusal.Error);
        Assert.Equal(MailError.AppPasswordExists, (await RefusalOfAsync(() => AddAsync(store, "DEVICE 1"))).Error);
    }

    [Fact]
    public async Task Whatever_looks_like_an_app_password_is_refused_alike()
    {
        await using TestStore store = await WithAccountsAsync(Ann, "bob@example.test");
        string secret = await AddAsync(store, "phone");

        foreach (string account in new[] { "bob@example.test", "nobody@example.test", "nobody@elsewhere.test" })
        {
            Assert.Equal(MailError.LogonFailed, await LogOnAsync(store, secret, account: account));
        }

        Assert.Equal(MailError.LogonFailed, await LogOnAsync(store, "abcd efgh jkmn pqrs"));
    }

    [Fact]
    public async Task The_journal_shows_the_names_of_app_passwords_and_no_verifier()
    {
        await using TestStore store = await WithAccountsAsync(Ann);
        await AddAsync(store, "phone");
        await AddAsync(store, "laptop");

        List<MailChange> changes = [];
        await foreach (
            MailChange change in store.Storage.Directory.History.FindChangesAsync(new ChangeFilter { First = 1 }, None))
        {
            changes.Add(change);
        }

        Assert.Equal("phone, laptop", Assert.Single(changes).After["AppPassword"]);
        Assert.Equal("phone", changes[0].Before["AppPassword"]);
    }

    private static async Task<string> AddAsync(
        TestStore store, string name, MailProtocol? protocol = null, DateTimeOffset? expires = null)
    {
        MailProtocol[] protocols = protocol is { } only ? [only] : [];
        MailAppPassword made = await store.Engine.SendAsync(
            new CreateAppPassword(Address(Ann), name, protocols, expires), None);
        return made.AppPassword!;
    }

    private static async Task<MailError?> LogOnAsync(
        TestStore store, string password, MailProtocol protocol = MailProtocol.Imap, string account = Ann)
    {
        LogonAttempt attempt = new(account, protocol, IPAddress.Parse("192.0.2.1"), "PLAIN");
        return (await store.Engine.Authenticator.LogOnAsync(attempt, password, None)).Refusal;
    }
}
