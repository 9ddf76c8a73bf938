using System.Globalization;
using System.Net;
using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Reports;
using MailAdmin.Server.Routing;

using static MailAdmin.Tests.Server.TestStore;

namespace MailAdmin.Tests.Server;

/// <summary>Mail that leaves: what goes into the queue, and what is held there for later.</summary>
public sealed class OutboundRoutingTests
{
    private static readonly SmtpPeer Stranger = new(
        IPAddress.Parse("198.51.100.1"), Account: null, IsSubmission: false);

    [Theory]
    [InlineData("192.0.2.77", "192.0.2.0/24", true)]
    [InlineData("192.0.3.77", "192.0.2.0/24", false)]
    [InlineData("::ffff:192.0.2.77", "192.0.2.0/24", true)]
    [InlineData("192.0.2.77", "192.0.2.77", true)]
    [InlineData("192.0.2.78", "192.0.2.77", false)]
    [InlineData("2001:db8::1", "2001:db8::/32", true)]
    [InlineData("2001:db9::1", "2001:db8::/32", false)]
    [InlineData("192.0.2.77", "0.0.0.0/33", false)]
    [InlineData("192.0.2.77", "everywhere", false)]
    [InlineData("192.0.2.77", "", false)]
    public async Task Hosts_of_a_relay_network_send_without_a_logon(string address, string network, bool mayRelay)
    {
        await using TestStore store = await WithAccountsAsync();
        await SetAsync(store, settings => settings with { RelayNetwork = ["nonsense", network] });
        SmtpPeer server = new(IPAddress.Parse(address), null, IsSubmission: false);

        Route route = await store.Engine.Router.ResolveAsync(
            Address("x@elsewhere.test"), Address("y@anywhere.test"), server, null, None);
        MailError? sender = await store.Engine.Router.CheckSenderAsync(
            Address("y@anywhere.test"), server with { IsSubmission = true }, None);

        Assert.Equal(mayRelay, await store.Engine.Router.MayRelayAsync(server, None));
        Assert.Equal(mayRelay ? null : MailError.RelayDenied, route.Refusal);
        Assert.Equal(mayRelay ? null : MailError.SenderNotAllowed, sender);
    }

    [Fact]
    public async Task A_logon_on_port_25_would_not_let_relay()
    {
        await using TestStore store = await WithAccountsAsync("ann@example.test");
        AccountRecord ann = await store.RecordAsync("ann@example.test");

        Assert.True(
            await store.Engine.Router.MayRelayAsync(
                new SmtpPeer(Stranger.RemoteAddress, ann, IsSubmission: true), None));
        Assert.False(
            await store.Engine.Router.MayRelayAsync(
                new SmtpPeer(Stranger.RemoteAddress, ann, IsSubmission: false), None));
    }

    [Theory]
    [InlineData("ann@example.test", null, true)]
    [InlineData("owner@example.test", null, true)]
    [InlineData("carl@example.test", null, true)]
    [InlineData("dora@example.test", null, false)]
    [InlineData("dora@example.test", "ann@example.test", false)]
    [InlineData(null, "ANN+x@example.test", true)]
    [InlineData(null, "ann@alias.test", true)]
    [InlineData(null, "guest@elsewhere.test", true)]
    [InlineData(null, "inner@elsewhere.test", true)]
    [InlineData(null, "other@elsewhere.test", false)]
    [InlineData(null, null, false)]
    public async Task Members_send_to_their_group(string? account, string? sender, bool allowed)
    {
        await using TestStore store = await WithAccountsAsync(
            "ann@example.test", "owner@example.test", "carl@example.test", "dora@example.test");
        await store.Engine.SendAsync(
            new SetDomain(
                Domain("example.test"), DomainValues("AliasDomain") with { AliasDomain = [Domain("alias.test")] }),
            None);
        await store.AddAliasAsync("sales@example.test", "carl@example.test");
        await AddGroupAsync(store, "inner@example.test", PostPermission.Owners, [], "inner@elsewhere.test");
        await AddGroupAsync(
            store, "team@example.test", PostPermission.Members, ["owner@example.test"], "ann@example.test", "sales@example.test", "guest@elsewhere.test", "inner@example.test");
        SmtpPeer peer = account is null
            ? Stranger
            : new SmtpPeer(Stranger.RemoteAddress, await store.RecordAsync(account), IsSubmission: true);

        Route route = await store.Engine.Router.ResolveAsync(
            Address("team@example.test"), sender is null ? null : Address(sender), peer, null, None);

        Assert.Equal(allowed ? null : MailError.PostingNotAllowed, route.Refusal);
        Assert.Equal(
            allowed ? ["guest@elsewhere.test", "inner@elsewhere.test"] : [],
            route.Outside.Select(target => target.Address.Canonical).Order());
        Assert.All(route.Outside, target => Assert.Equal("owner@example.test", target.ErrorsTo?.Canonical));
    }

    [Fact]
    public async Task Forwards_that_lead_to_each_other_end()
    {
        await using TestStore store = await WithAccountsAsync("ann@example.test", "bob@example.test");
        await store.AddDomainAsync(
            "catch.test", DomainValues("CatchAll") with { CatchAll = Address("ann@example.test") });
        await store.SetAccountAsync(
            "ann@example.test", AccountValues("ForwardTo") with { ForwardTo = [Address("bob@example.test")] });
        await store.SetAccountAsync(
            "bob@example.test", AccountValues("ForwardTo") with { ForwardTo = [Address("any@catch.test"), Address("far@elsewhere.test"), Address("FAR@elsewhere.test")] });

        Route route = await store.Engine.Router.ResolveAsync(Address("other@catch.test"), null, Stranger, null, None);

        Assert.Null(route.Refusal);
        Assert.Equal(2, route.Accounts.Count);
        Assert.Equal("far@elsewhere.test", Assert.Single(route.Outside).Address.Canonical);
    }

    [Fact]
    public async Task A_message_becomes_one_item_for_each_domain_and_reverse_path()
    {
        await using TestStore store = await WithAccountsAsync("ann@example.test", "fwd@example.test");
        await store.SetAccountAsync(
            "fwd@example.test",
            AccountValues("ForwardTo", "KeepCopy") with { ForwardTo = [Address("z@one.test")], KeepCopy = false });
        await SetAsync(
            store,
            settings => settings with { RelayNetwork = ["198.51.100.0/24"], QueueLifetime = TimeSpan.FromDays(2) });

        await DeliverAsync(
            store,
            Stranger,
            Address("from@origin.test"),
            MessageOptions.None,
            "x@one.test",
            "y@ONE.test",
            "x@two.test",
            "fwd@example.test",
            "ann@example.test");

        List<QueueItem> queue = await ReadQueueAsync(store);
        Assert.Equal(
            ["from@origin.test x@one.test,y@one.test", "from@origin.test x@two.test"], queue.Take(2).Select(Describe));
        Assert.Matches(
            "^SRS0=[0-9a-f]+=..=origin.test=from@example.test z@one.test$", queue[2].ReversePath + " z@one.test");
        Assert.Equal([null, null, "example.test"], queue.Select(item => item.SenderDomain?.Ascii));
        Assert.All(queue, item => Assert.Equal(TimeSpan.FromDays(2), item.Expires - item.Queued));
        Assert.All(queue, item => Assert.Equal(item.Queued, item.NextAttempt));
        Assert.Equal(1, (await store.Engine.SendAsync(new GetAccount(Address("ann@example.test")), None)).MessageCount);
    }

    [Fact]
    public async Task A_message_for_nobody_but_a_full_mailbox_too_is_taken_for_all_or_none()
    {
        await using TestStore store = await WithAccountsAsync("ann@example.test");
        AccountRecord ann = await store.RecordAsync("ann@example.test");
        SmtpPeer peer = new(Stranger.RemoteAddress, ann, IsSubmission: true);
        await store.SetAccountAsync(
            "ann@example.test", AccountValues("Quota", "MaxSendPerDay") with { Quota = 1_000, MaxSendPerDay = 2 });
        await DeliverAsync(
            store,
            peer,
            ann.Address,
            MessageOptions.None,
            async () => await store.FillAsync("ann@example.test", 990),
            "x@one.test",
            "ann@example.test");

        Assert.Equal(0, store.Storage.Queue.Count);
        await DeliverAsync(store, peer, ann.Address, MessageOptions.None, "x@one.test", "x@two.test");
        Assert.Equal(2, store.Storage.Queue.Count);
    }

    [Fact]
    public async Task Many_that_send_at_once_send_no_more_than_a_day_allows()
    {
        await using TestStore store = await WithAccountsAsync("ann@example.test");
        await store.SetAccountAsync("ann@example.test", AccountValues("MaxSendPerDay") with { MaxSendPerDay = 5 });
        AccountRecord ann = await store.RecordAsync("ann@example.test");
        SmtpPeer peer = new(Stranger.RemoteAddress, ann, IsSubmission: true);

        Task<MailError?>[] sent =
        [
            .. Enumerable.Range(0, 20).Select(number => TrySendAsync(store, peer, ann.Address, $"x{number}@one.test"))
        ];
        MailError?[] outcomes = await Task.WhenAll(sent);

        Assert.Equal(5, outcomes.Count(outcome => outcome is null));
        Assert.All(
            outcomes.Where(outcome => outcome is not null),
            outcome => Assert.Equal(MailError.SendLimitExceeded, outcome));
        Assert.Equal(5, store.Storage.Queue.Count);
    }

    [Fact]
    public async Task A_key_of_the_store_keeps_rewritten_senders_valid_after_a_restart()
    {
        await using TestStore store = await WithAccountsAsync();
        SenderRewriting first = new(
            MailAdmin.Server.Secrets.StoreKeys.Load(store.Path, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance).SenderRewriting, TimeProvider.System);
        SenderRewriting second = new(
            MailAdmin.Server.Secrets.StoreKeys.Load(store.Path, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance).SenderRewriting, TimeProvider.System);
        EmailAddress rewritten = first.TryRewrite(Address("from@origin.test"), Domain("example.test"))!;

        Route report = await store.Engine.Router.ResolveAsync(rewritten, null, Stranger, null, None);
        Route other = await store.Engine.Router.ResolveAsync(
            rewritten, Address("from@origin.test"), Stranger, null, None);

        Assert.True(second.TryReverse(rewritten, out EmailAddress? original));
        Assert.Equal("from@origin.test", original.Canonical);
        Assert.Equal("from@origin.test", Assert.Single(report.Outside).Address.Canonical);
        Assert.Equal(MailError.RecipientNotFound, other.Refusal);
    }

    [Fact]
    public async Task What_is_held_is_delivered_later_to_whom_it_is_for_then()
    {
        await using TestStore store = await WithAccountsAsync(
            "ann@example.test", "bob@example.test", "full@example.test", "fwd@example.test");
        AccountRecord ann = await store.RecordAsync("ann@example.test");
        SmtpPeer peer = new(Stranger.RemoteAddress, ann, IsSubmission: true);
        DateTimeOffset later = DateTimeOffset.UtcNow + TimeSpan.FromHours(1);
        await DeliverAsync(
            store, peer, ann.Address, new MessageOptions { HoldUntil = later }, "bob@example.test", "full@example.test", "fwd@example.test", "postmaster@mail.example.test", "x@one.test");
        List<QueueItem> queue = await ReadQueueAsync(store);
        Assert.All(queue, item => Assert.Equal((later, later), (item.NextAttempt, item.Options.HoldUntil)));
        Assert.Equal(
            ["example.test", "mail.example.test", "one.test"], queue.Select(item => item.Domain.Ascii).Order());
        QueueItem local = Assert.Single(queue, item => item.Domain.Ascii == "example.test");

        await store.SetAccountAsync("full@example.test", AccountValues("Quota") with { Quota = 100 });
        await store.FillAsync("full@example.test", 100);
        await store.SetAccountAsync(
            "fwd@example.test",
            AccountValues("ForwardTo", "KeepCopy") with { ForwardTo = [Address("z@two.test")], KeepCopy = false });
        await store.Engine.SendAsync(new RemoveAccount(Address("bob@example.test")), None);
        await store.AddAliasAsync("bob@example.test", "ann@example.test");
        LocalDelivery held = Build(store);
        (PlannedMail? mail, IReadOnlyList<RecipientResult> results) = await held.PlanAsync(local, None);
        await using (mail)
        {
            await store.Storage.Queue.CommitAsync(
                new MailCommit { Appends = mail!.Appends, Additions = mail.Additions, Updates = [new QueueUpdate(local.Id, _ => null)] }, None);
        }

        Assert.Equal(
            [
                ("bob@example.test", DeliveryAction.Delivered, "2.1.5"),
                ("full@example.test", DeliveryAction.Delayed, "4.2.2"),
                ("fwd@example.test", DeliveryAction.Relayed, "2.1.5")
            ],
            results.Select(result => (result.Address.Canonical, result.Action, result.Status)));
        Assert.Equal(1, (await store.Engine.SendAsync(new GetAccount(ann.Address), None)).MessageCount);
        QueueItem forwarded = Assert.Single(await ReadQueueAsync(store), item => item.Domain.Ascii == "two.test");
        Assert.Null(forwarded.Options.HoldUntil);
        Assert.True(await held.IsLocalAsync(Domain("mail.example.test"), None));
        Assert.False(await held.IsLocalAsync(Domain("one.test"), None));
    }

    [Fact]
    public async Task A_thousand_recipients_are_taken_and_the_next_is_to_come_again()
    {
        await using TestStore store = await WithAccountsAsync("ann@example.test");
        await SetAsync(store, settings => settings with { RelayNetwork = ["127.0.0.1/32"] });
        MailListener listener = Assert.Single(
            await store.Engine.SendAsync(
                new StartListeners { Protocol = [MailProtocol.Smtp], TlsMode = TlsMode.None, Port = 0 }, default));
        using LineClient client = await LineClient.ConnectAsync(listener.Port);
        await client.SmtpReplyAsync();
        await client.SmtpAsync("HELO relay.test");
        await client.SmtpAsync("MAIL FROM:<>");

        StringBuilder commands = new();
        for (int number = 0; number <= 1_000; number++)
        {
            commands.Append(CultureInfo.InvariantCulture, $"RCPT TO:<x{number}@one.test>\r\n");
        }

        await client.SendAsync(commands.ToString());
        List<string> answers = [];
        for (int number = 0; number <= 1_000; number++)
        {
            answers.Add(await client.SmtpReplyAsync());
        }

        await client.SmtpAsync("DATA");
        string end = await client.SmtpAsync("\r\n.");

        Assert.All(answers.Take(1_000), answer => Assert.StartsWith("250", answer, StringComparison.Ordinal));
        Assert.StartsWith("452 4.5.3", answers[^1], StringComparison.Ordinal);
        Assert.StartsWith("250", end, StringComparison.Ordinal);
        QueueItem item = Assert.Single(await ReadQueueAsync(store));
        Assert.Equal(1_000, item.Recipients.Count);
    }

    private static string Describe(QueueItem item) =>
        $"{item.ReversePath} {string.Join(',', item.Recipients.Select(recipient => recipient.Address.Canonical))}";

    private static LocalDelivery Build(TestStore store) =>
        new(
            store.Storage,
            (MailRouter)store.Engine.Router,
            new DeliveryPlanner(
                store.Storage.Directory, new SenderRewriting(new byte[32], TimeProvider.System), TimeProvider.System),
            TimeProvider.System);

    private static Task<StoreSettings> SetAsync(TestStore store, Func<StoreSettings, StoreSettings> change) =>
        store.Storage.Directory.UpdateSettingsAsync(change, Origin, None);

    private static Task<GroupRecord> AddGroupAsync(
        TestStore store, string address, PostPermission permission, string[] owners, params string[] members) =>
        store.Storage.Directory.Groups.CreateAsync(
            new GroupRecord { Address = Address(address), PostPermission = permission, Owner = [.. owners.Select(Address)], Member = [.. members.Select(Address)] }, Origin, None);

    private static async Task<List<QueueItem>> ReadQueueAsync(TestStore store)
    {
        List<QueueItem> items = [];
        await foreach (QueueItem item in store.Storage.Queue.ListAsync(None))
        {
            items.Add(item);
        }

        return items;
    }

    private static async Task<MailError?> TrySendAsync(
        TestStore store, SmtpPeer peer, EmailAddress sender, string recipient)
    {
        try
        {
            await DeliverAsync(store, peer, sender, MessageOptions.None, recipient);
            return null;
        }
        catch (MailException refused)
        {
            return refused.Error;
        }
    }

    private static Task DeliverAsync(
        TestStore store, SmtpPeer peer, EmailAddress? sender, MessageOptions options, params string[] recipients) =>
        DeliverAsync(store, peer, sender, options, null, recipients);

    private static async Task DeliverAsync(
        TestStore store, SmtpPeer peer, EmailAddress? sender, MessageOptions options, Func<Task>? meanwhile, params string[] recipients)
    {
        await using MessageSpool spool = store.Storage.Mailboxes.CreateSpool();
        await spool.WriteAsync("Subject: x\r\n\r\nhello\r\n"u8.ToArray(), None);
        await spool.CompleteAsync(None);
        List<EnvelopeRecipient> resolved = [];
        foreach (string recipient in recipients)
        {
            Route route = await store.Engine.Router.ResolveAsync(Address(recipient), sender, peer, null, None);
            if (route.Refusal is { } cause)
            {
                throw MailException.Of(cause, recipient);
            }

            resolved.Add(new EnvelopeRecipient(Address(recipient), route));
        }

        MailEnvelope envelope = new() { ReversePath = sender, Recipients = resolved, Options = options, Peer = peer };
        Task delivery = DeliverNowAsync();
        if (meanwhile is null)
        {
            await delivery;
        }
        else
        {
            MailException full = await RefusalOfAsync(() => delivery);
            Assert.Equal(MailError.OverQuota, full.Error);
        }

        async Task DeliverNowAsync()
        {
            await (meanwhile?.Invoke() ?? Task.CompletedTask);
            await store.Engine.Router.DeliverAsync(
                envelope, new NewMessage(spool, default, DateTimeOffset.UtcNow), None);
        }
    }
}
