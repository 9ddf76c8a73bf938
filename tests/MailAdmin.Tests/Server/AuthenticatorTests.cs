using System.Net;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Tests.Dialogues;

using static MailAdmin.Tests.Server.TestStore;

namespace MailAdmin.Tests.Server;

public sealed class AuthenticatorTests
{
    private static readonly IPAddress Somewhere = IPAddress.Parse("192.0.2.1");

    [Theory]
    [InlineData("ann@example.test")]
    [InlineData("ANN@Example.test")]
    [InlineData("ann@alias.test")]
    public async Task The_right_password_logs_on_by_any_name_of_the_account(string userName)
    {
        await using TestStore store = await WithAccountsAsync("ann@example.test");
        await store.Engine.SendAsync(
            new SetDomain(
                Domain("example.test"), DomainValues("AliasDomain") with { AliasDomain = [Domain("alias.test")] }),
            None);

        LogonOutcome outcome = await LogOnAsync(store, userName, "secret");

        Assert.Null(outcome.Refusal);
        Assert.Equal("ann@example.test", outcome.Account!.Address.Canonical);
        MailAccount account = await store.Engine.SendAsync(new GetAccount(Address("ann@example.test")), None);
        Assert.Equal(MailProtocol.Imap, account.LastLogonProtocol);
        Assert.Equal("192.0.2.1", account.LastLogonAddress);
    }

    [Theory]
    [InlineData("ann@example.test", "wrong")]
    [InlineData("nobody@example.test", "secret")]
    [InlineData("ann@elsewhere.test", "secret")]
    [InlineData("ann", "secret")]
    [InlineData("", "secret")]
    [InlineData("ann@example.test", "")]
    [InlineData("open@example.test", "secret")]
    public async Task Whatever_is_wrong_is_the_same_refusal(string userName, string password)
    {
        await using TestStore store = await WithAccountsAsync("ann@example.test");
        await store.Engine.SendAsync(new CreateAccount(Address("open@example.test"), AccountValues()), None);

        LogonOutcome outcome = await LogOnAsync(store, userName, password);

        Assert.Equal(new LogonOutcome(null, MailError.LogonFailed), outcome);
    }

    [Fact]
    public async Task What_is_wrong_with_an_account_is_told_to_whoever_knows_its_password()
    {
        await using TestStore store = await WithAccountsAsync("off@example.test", "noimap@example.test");
        await store.AddDomainAsync("off.test");
        await store.AddAccountAsync("x@off.test");
        await store.DisableDomainAsync("off.test");
        await store.DisableAccountAsync("off@example.test");
        await store.SetAccountAsync(
            "noimap@example.test", AccountValues("Protocol") with { Protocol = [MailProtocol.Smtp] });

        Assert.Equal(MailError.AccountDisabled, (await LogOnAsync(store, "off@example.test", "secret")).Refusal);
        Assert.Equal(MailError.DomainDisabled, (await LogOnAsync(store, "x@off.test", "secret")).Refusal);
        Assert.Equal(MailError.ProtocolDisabled, (await LogOnAsync(store, "noimap@example.test", "secret")).Refusal);
        Assert.Equal(MailError.LogonFailed, (await LogOnAsync(store, "off@example.test", "wrong")).Refusal);
        Assert.Null((await LogOnAsync(store, "noimap@example.test", "secret", MailProtocol.Submission)).Refusal);
    }

    [Fact]
    public async Task Too_many_wrong_passwords_block_the_address_for_a_while_and_no_other()
    {
        ManualClock clock = new(DateTimeOffset.UnixEpoch);
        await using TestStore store = await CreateAsync(clock);
        await store.AddDomainAsync("example.test");
        await store.AddAccountAsync("ann@example.test");
        await store.Engine.SendAsync(
            new SetStore(
                StoreValues(
                    "LogonFailureLimit",
                    "LogonBlockDuration") with { LogonFailureLimit = 3, LogonBlockDuration = TimeSpan.FromMinutes(5) }),
            None);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(MailError.LogonFailed, (await LogOnAsync(store, "ann@example.test", "wrong")).Refusal);
        }

        Assert.Equal(MailError.LogonBlocked, (await LogOnAsync(store, "ann@example.test", "secret")).Refusal);
        Assert.Null((await LogOnAsync(store, "ann@example.test", "secret", address: "192.0.2.2")).Refusal);
        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Null((await LogOnAsync(store, "ann@example.test", "secret")).Refusal);
    }

    [Fact]
    public async Task An_IPv6_client_is_blocked_with_its_whole_network()
    {
        await using TestStore store = await WithAccountsAsync("ann@example.test");
        await store.Engine.SendAsync(
            new SetStore(StoreValues("LogonFailureLimit") with { LogonFailureLimit = 1 }), None);

        await LogOnAsync(store, "ann@example.test", "wrong", address: "2001:db8::1");

        Assert.Equal(
            MailError.LogonBlocked,
            (await LogOnAsync(store, "ann@example.test", "secret", address: "2001:db8::ffff:2")).Refusal);
        Assert.Null((await LogOnAsync(store, "ann@example.test", "secret", address: "2001:db8:1::1")).Refusal);
    }

    [Fact]
    public async Task A_limit_of_nothing_never_blocks()
    {
        await using TestStore store = await WithAccountsAsync("ann@example.test");
        await store.Engine.SendAsync(
            new SetStore(StoreValues("LogonFailureLimit") with { LogonFailureLimit = 0 }), None);
        await LogOnAsync(store, "ann@example.test", "wrong");

        Assert.Null((await LogOnAsync(store, "ann@example.test", "secret")).Refusal);
    }

    [Fact]
    public async Task A_password_that_was_changed_does_not_live_on_in_the_cache()
    {
        await using TestStore store = await WithAccountsAsync("ann@example.test");
        Assert.Null((await LogOnAsync(store, "ann@example.test", "secret")).Refusal);

        await store.SetAccountAsync(
            "ann@example.test", AccountValues("Password") with { Password = ScramCredential.Create("other", 4_096) });

        Assert.Equal(MailError.LogonFailed, (await LogOnAsync(store, "ann@example.test", "secret")).Refusal);
        Assert.Null((await LogOnAsync(store, "ann@example.test", "other")).Refusal);
    }

    [Fact]
    public async Task The_verifier_of_an_unknown_name_looks_real_and_is_the_same_each_time()
    {
        await using TestStore store = await WithAccountsAsync("ann@example.test");

        ScramCredential once = await CredentialAsync(store, "nobody@example.test");
        ScramCredential again = await CredentialAsync(store, "NOBODY@example.test");
        ScramCredential other = await CredentialAsync(store, "somebody@example.test");

        Assert.Equal(once.Salt, again.Salt);
        Assert.NotEqual(once.Salt, other.Salt);
        ScramCredential real = await CredentialAsync(store, "ann@example.test");
        Assert.Equal((real.Iterations, real.Salt.Length), (once.Iterations, once.Salt.Length));
    }

    [Fact]
    public async Task A_valid_proof_for_a_name_that_does_not_exist_is_refused()
    {
        await using TestStore store = await WithAccountsAsync("ann@example.test");
        LogonAttempt nobody = new("nobody@example.test", MailProtocol.Imap, Somewhere, "SCRAM-SHA-256");
        LogonAttempt ann = nobody with { UserName = "ann@example.test" };
        ScramCredential decoy = await CredentialAsync(store, "nobody@example.test");
        ScramCredential own = await CredentialAsync(store, "ann@example.test");

        Assert.Equal(
            MailError.LogonFailed,
            (await store.Engine.Authenticator.CompleteScramAsync(nobody, decoy, proofIsValid: true, None)).Refusal);
        Assert.Equal(
            MailError.LogonFailed,
            (await store.Engine.Authenticator.CompleteScramAsync(ann, own, proofIsValid: false, None)).Refusal);
        Assert.Null((await store.Engine.Authenticator.CompleteScramAsync(ann, own, proofIsValid: true, None)).Refusal);
    }

    private static async Task<LogonOutcome> LogOnAsync(
        TestStore store, string userName, string password, MailProtocol protocol =
            MailProtocol.Imap, string address = "192.0.2.1") =>
        await store.Engine.Authenticator.LogOnAsync(
            new LogonAttempt(userName, protocol, IPAddress.Parse(address), "PLAIN"), password, None);

    private static async Task<ScramCredential> CredentialAsync(TestStore store, string userName) =>
        await store.Engine.Authenticator.GetScramCredentialAsync(
            new LogonAttempt(userName, MailProtocol.Imap, Somewhere, "SCRAM-SHA-256"), None);
}
