using System.Net;
using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Requests;

using static MailAdmin.Tests.Server.TestStore;

namespace MailAdmin.Tests.Server;

public sealed class RoutingTests
{
    private static readonly SmtpPeer Stranger = new(IPAddress.Loopback, Account: null, IsSubmission: false);

    [Theory]
    [InlineData("ann@example.test", "ann@example.test")]
    [InlineData("ANN@Example.TEST", "ann@example.test")]
    [InlineData("ann+news@example.test", "ann@example.test")]
    [InlineData("bob+x@example.test", "bob+x@example.test")]
    [InlineData("team@example.test", "ann@example.test,bob@example.test")]
    [InlineData("team+x@example.test", "ann@example.test,bob@example.test")]
    [InlineData("all@example.test", "ann@example.test,bob@example.test,carl@example.test")]
    [InlineData("ann@alias.test", "ann@example.test")]
    [InlineData("team+y@alias.test", "ann@example.test,bob@example.test")]
    [InlineData("anything@catch.test", "carl@example.test")]
    [InlineData("dora@catch.test", "dora@catch.test")]
    [InlineData("dora+x@catch.test", "carl@example.test")]
    [InlineData("forward@example.test", "forward@example.test,bob@example.test")]
    [InlineData("moved@example.test", "carl@example.test")]
    [InlineData("postmaster@example.test", "bob@example.test")]
    [InlineData("Abuse@catch.test", "bob@example.test")]
    [InlineData("Postmaster@mail.example.test", "bob@example.test")]
    [InlineData("partly@example.test", "ann@example.test")]
    public async Task Mail_goes_to(string recipient, string accounts)
    {
        await using TestStore store = await WorldAsync();

        Route route = await store.Engine.Router.ResolveAsync(Address(recipient), null, Stranger, null, None);

        Assert.Null(route.Refusal);
        List<string> addresses = [];
        foreach (AccountId id in route.Accounts)
        {
            addresses.Add((await store.Storage.Directory.Accounts.FindAsync(id, None))!.Address.Canonical);
        }

        Assert.Equal(accounts, string.Join(',', addresses));
    }

    [Theory]
    [InlineData("nobody@example.test", MailError.RecipientNotFound)]
    [InlineData("ann@elsewhere.test", MailError.RelayDenied)]
    [InlineData("off@example.test", MailError.AccountDisabled)]
    [InlineData("sender@example.test", MailError.AccountDisabled)]
    [InlineData("x@off.test", MailError.DomainDisabled)]
    [InlineData("paused@example.test", MailError.RecipientNotFound)]
    [InlineData("dead@example.test", MailError.AccountDisabled)]
    [InlineData("ann@mail.example.test", MailError.RecipientNotFound)]
    [InlineData("ann+x@noplus.test", MailError.RecipientNotFound)]
    public async Task Mail_is_refused(string recipient, MailError cause)
    {
        await using TestStore store = await WorldAsync();

        Route route = await store.Engine.Router.ResolveAsync(Address(recipient), null, Stranger, null, None);

        Assert.Equal(cause, route.Refusal);
        Assert.Empty(route.Accounts);
    }

    [Fact]
    public async Task Postmaster_without_an_administrator_gets_an_account_when_the_first_message_comes()
    {
        await using TestStore store = await WithAccountsAsync();

        Route route = await store.Engine.Router.ResolveAsync(Address("abuse@example.test"), null, Stranger, null, None);

        AccountRecord made = await store.RecordAsync("postmaster@example.test");
        Assert.Equal([made.Id], route.Accounts);
        Assert.Null(made.Password);
    }

    [Theory]
    [InlineData(0, null, null)]
    [InlineData(0, 1_000L, null)]
    [InlineData(0, 1_001L, MailError.MessageLargerThanQuota)]
    [InlineData(600, 400L, null)]
    [InlineData(600, 401L, MailError.OverQuota)]
    [InlineData(1_000, null, MailError.OverQuota)]
    public async Task A_quota_is_looked_at_before_the_message_comes(int used, long? declared, MailError? cause)
    {
        await using TestStore store = await WithAccountsAsync("ann@example.test");
        await store.SetAccountAsync("ann@example.test", AccountValues("Quota") with { Quota = 1_000 });
        if (used > 0)
        {
            await store.FillAsync("ann@example.test", used);
        }

        Assert.Equal(
            cause,
            (
                await store.Engine.Router.ResolveAsync(
                    Address("ann@example.test"), null, Stranger, declared, None)).Refusal);
    }

    [Fact]
    public async Task A_domain_refuses_larger_messages_at_the_announcement_and_at_the_end()
    {
        await using TestStore store = await WithAccountsAsync("ann@example.test");
        await store.Engine.SendAsync(
            new SetDomain(Domain("example.test"), DomainValues("MaxMessageSize") with { MaxMessageSize = 10 }), None);

        Route announced = await store.Engine.Router.ResolveAsync(Address("ann@example.test"), null, Stranger, 11, None);
        Route silent = await store.Engine.Router.ResolveAsync(Address("ann@example.test"), null, Stranger, null, None);
        MailException atEnd = await RefusalOfAsync(() => DeliverAsync(store, "more than ten octets", silent));

        Assert.Equal(MailError.MessageTooLarge, announced.Refusal);
        Assert.Equal(MailError.MessageTooLarge, atEnd.Error);
        Assert.Equal(0, (await store.Engine.SendAsync(new GetAccount(Address("ann@example.test")), None)).MessageCount);
    }

    [Fact]
    public async Task A_message_reaches_each_account_once()
    {
        await using TestStore store = await WorldAsync();
        Route team = await store.Engine.Router.ResolveAsync(Address("team@example.test"), null, Stranger, null, None);
        Route ann = await store.Engine.Router.ResolveAsync(Address("ann@example.test"), null, Stranger, null, None);

        await DeliverAsync(store, "Subject: x\r\n\r\nhello\r\n", team, ann);

        Assert.Equal(1, (await store.Engine.SendAsync(new GetAccount(Address("ann@example.test")), None)).MessageCount);
        Assert.Equal(1, (await store.Engine.SendAsync(new GetAccount(Address("bob@example.test")), None)).MessageCount);
    }

    [Theory]
    [InlineData("ann@example.test", null)]
    [InlineData("ann+x@example.test", null)]
    [InlineData("Ann@alias.test", null)]
    [InlineData("team@example.test", null)]
    [InlineData("all@alias.test", null)]
    [InlineData(null, null)]
    [InlineData("carl@example.test", MailError.SenderNotAllowed)]
    [InlineData("moved@example.test", MailError.SenderNotAllowed)]
    [InlineData("ann@elsewhere.test", MailError.SenderNotAllowed)]
    public async Task An_account_submits_with_its_own_addresses_only(string? reversePath, MailError? cause)
    {
        await using TestStore store = await WorldAsync();
        SmtpPeer ann = new(IPAddress.Loopback, await store.RecordAsync("ann@example.test"), IsSubmission: true);

        Assert.Equal(
            cause,
            await store.Engine.Router.CheckSenderAsync(reversePath is null ? null : Address(reversePath), ann, None));
    }

    [Fact]
    public async Task An_account_that_only_receives_or_was_disabled_since_its_logon_does_not_submit()
    {
        await using TestStore store = await WorldAsync();
        SmtpPeer bob = new(IPAddress.Loopback, await store.RecordAsync("bob@example.test"), IsSubmission: true);
        SmtpPeer carl = new(IPAddress.Loopback, await store.RecordAsync("carl@example.test"), IsSubmission: true);
        await store.SetAccountAsync("bob@example.test", AccountValues("ReceiveOnly") with { ReceiveOnly = true });
        await store.DisableAccountAsync("carl@example.test");

        Assert.Equal(
            MailError.SenderNotAllowed,
            await store.Engine.Router.CheckSenderAsync(Address("bob@example.test"), bob, None));
        Assert.Equal(
            MailError.AccountDisabled,
            await store.Engine.Router.CheckSenderAsync(Address("carl@example.test"), carl, None));
    }

    [Fact]
    public async Task Between_servers_any_sender_is_taken()
    {
        await using TestStore store = await WorldAsync();

        Assert.Null(await store.Engine.Router.CheckSenderAsync(Address("x@elsewhere.test"), Stranger, None));
    }

    private static async Task<TestStore> WorldAsync()
    {
        TestStore store = await WithAccountsAsync(
            "ann@example.test", "bob@example.test", "carl@example.test", "bob+x@example.test", "forward@example.test", "moved@example.test",
            "off@example.test", "sender@example.test");
        await store.Engine.SendAsync(
            new SetDomain(
                Domain("example.test"), DomainValues("AliasDomain") with { AliasDomain = [Domain("alias.test")] }),
            None);
        await store.AddDomainAsync(
            "catch.test",
            DomainValues(
                "PlusAddressing", "CatchAll") with { PlusAddressing = false, CatchAll = Address("carl@example.test") });
        await store.AddAccountAsync("dora@catch.test");
        await store.AddDomainAsync("noplus.test", DomainValues("PlusAddressing"));
        await store.AddAccountAsync("ann@noplus.test");
        await store.AddDomainAsync("off.test");
        await store.AddAccountAsync("x@off.test");
        await store.DisableDomainAsync("off.test");
        await store.AddAliasAsync("team@example.test", "ann@example.test", "bob@example.test");
        await store.AddAliasAsync("all@example.test", "team@example.test", "carl@example.test", "ann@alias.test");
        await store.AddAliasAsync("partly@example.test", "off@example.test", "ann@example.test");
        await store.AddAliasAsync("dead@example.test", "off@example.test");
        await store.AddAliasAsync("outside@example.test", "ann@example.test", "far@elsewhere.test");
        await store.Engine.SendAsync(
            new CreateAlias(Address("paused@example.test"), [Address("ann@example.test")], Enabled: false), None);
        await store.DisableAccountAsync("off@example.test");
        await store.SetAccountAsync("sender@example.test", AccountValues("SendOnly") with { SendOnly = true });
        await store.SetAccountAsync(
            "forward@example.test", AccountValues("ForwardTo") with { ForwardTo = [Address("bob@example.test")] });
        await store.SetAccountAsync(
            "moved@example.test",
            AccountValues(
                "ForwardTo", "KeepCopy") with { ForwardTo = [Address("carl@example.test")], KeepCopy = false });
        await store.Engine.SendAsync(
            new SetStore(StoreValues("AdminAddress") with { AdminAddress = Address("bob@example.test") }), None);
        return store;
    }

    private static async Task DeliverAsync(TestStore store, string text, params Route[] routes)
    {
        await using MessageSpool spool = store.Storage.Mailboxes.CreateSpool();
        await spool.WriteAsync(Encoding.ASCII.GetBytes(text), None);
        await spool.CompleteAsync(None);
        EmailAddress[] recipients = [.. routes.Select(_ => Address("x@example.test"))];
        MailEnvelope envelope =
            new() { ReversePath = null, Recipients = [.. recipients.Zip(routes, (address, route) => new EnvelopeRecipient(address, route))], Peer = Stranger };
        await store.Engine.Router.DeliverAsync(
            envelope, new NewMessage(spool, default, DateTimeOffset.UnixEpoch), None);
    }
}
