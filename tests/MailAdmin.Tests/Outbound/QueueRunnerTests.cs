using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Server.Outbound;
using MailAdmin.Server.Reports;
using MailAdmin.Tests.Diagnostics;
using MailAdmin.Tests.Dialogues;
using MailAdmin.Tests.Server;

namespace MailAdmin.Tests.Outbound;

/// <summary>When and where queued messages are sent.</summary>
public sealed class QueueRunnerTests
{
    private readonly ManualClock clock = new(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task What_is_due_is_sent_when_sending_starts_and_what_comes_later_too()
    {
        await using SmtpSink sink = new();
        await using OutboundWorld world = await OutboundWorld.CreateAsync();
        world.Route("dest.test", sink);
        await world.QueueAsync("a@dest.test");

        await world.Service.StartAsync();
        await sink.NextAsync();
        long second = await world.QueueAsync("b@dest.test");
        await sink.NextAsync();

        Assert.Null(await world.UntilAsync(second, item => item is null));
        Assert.Equal(0, world.Queue.Count);
    }

    [Fact]
    public async Task Nothing_is_sent_before_its_time_or_while_it_is_suspended()
    {
        await using SmtpSink sink = new();
        await using OutboundWorld world = await OutboundWorld.CreateAsync(clock);
        world.Route("dest.test", sink);
        long held = await world.QueueAsync(
            item => item with { NextAttempt = item.Queued + TimeSpan.FromHours(1) }, "later@dest.test");
        long suspended = await world.QueueAsync(item => item with { Suspended = true }, "suspended@dest.test");
        long now = await world.QueueAsync("now@dest.test");

        await world.Service.StartAsync();
        await world.UntilAsync(now, item => item is null);
        Assert.Null((await world.Queue.FindAsync(held, default))!.LastAttempt);
        clock.Advance(TimeSpan.FromHours(1));
        await world.UntilAsync(held, item => item is null);

        Assert.NotNull(await world.TryAsync(suspended));
        Assert.Equal(
            ["RCPT TO:<now@dest.test>", "RCPT TO:<later@dest.test>"],
            sink.Messages.Select(message => message.Recipients[0]));
    }

    [Fact]
    public async Task Attempts_become_rarer_until_the_message_expires_and_its_sender_is_told()
    {
        await using SmtpSink sink = new(
            new SmtpScript { Reply = (line, _) => line.StartsWith("MAIL", StringComparison.Ordinal) ? "452 4.3.1 no room" : null });
        await using OutboundWorld world = await OutboundWorld.CreateAsync(clock);
        world.Route("dest.test", sink);
        long id = await world.QueueAsync(
            item => item with { Expires = item.Queued + TimeSpan.FromHours(12) }, "a@dest.test");
        DateTimeOffset start = clock.GetUtcNow();
        List<double> minutes = [];

        await world.Service.StartAsync();
        for (
            int attempt = 1; await world.UntilAsync(
                id, item => item is null || item.Attempts == attempt) is { } item; attempt++)
        {
            minutes.Add((item.NextAttempt - item.LastAttempt!.Value).TotalMinutes);
            clock.Advance(item.NextAttempt - clock.GetUtcNow());
        }

        Assert.Equal(start + TimeSpan.FromHours(12), clock.GetUtcNow());
        double[] expected = [1, 5, 15, 30, 60, 120, 120];
        Assert.All(expected.Zip(minutes), pair => Assert.InRange(pair.Second, pair.First * 0.8, pair.First * 1.2));
        Assert.Equal(
            [DeliveryAction.Delayed, DeliveryAction.Failed], world.Reports.Results.Select(outcome => outcome.Action));
        Assert.Equal("5.4.7", world.Reports.Results.Last().Status);
        Assert.Equal("452 4.3.1 no room", world.Reports.Results.Last().Reply);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_message_that_is_late_comes_back_or_is_said_to_be_late_as_its_sender_wished(bool returns)
    {
        await using SmtpSink sink = new(
            new SmtpScript { Offer = ["DELIVERBY"], Reply = (line, _) => line.StartsWith("RCPT", StringComparison.Ordinal) ? "450 4.2.1 busy" : null });
        await using OutboundWorld world = await OutboundWorld.CreateAsync(clock);
        world.Route("dest.test", sink);
        MessageOptions options =
            new() { DeliverBy = new DeliverBy(clock.GetUtcNow() + TimeSpan.FromSeconds(30), returns, WantsTrace: false) };
        long id = await world.QueueAsync(item => item with { Options = options }, "a@dest.test");

        await world.TryAsync(id);
        Assert.Empty(world.Reports.Requests);
        clock.Advance(TimeSpan.FromMinutes(1));
        QueueItem? left = await world.TryAsync(id);
        await world.TryAsync(id);

        RecipientResult told = Assert.Single(world.Reports.Results);
        Assert.Equal(
            returns ? (DeliveryAction.Failed, "5.4.7") : (DeliveryAction.Delayed, "4.2.1"), (told.Action, told.Status));
        Assert.Equal(returns, left is null);
    }

    [Fact]
    public async Task The_next_host_is_tried_when_the_first_is_busy_or_away()
    {
        await using SmtpSink busy = new(new SmtpScript { Greeting = "421 4.3.2 busy" });
        await using SmtpSink last = new();
        await using OutboundWorld world = await OutboundWorld.CreateAsync();
        world.Dns.Mx("dest.test", 1, "away.test").Mx("dest.test", 2, "busy.test").Mx("dest.test", 3, "last.test");
        world.Host("away.test", 1);
        world.Host("busy.test", busy.Port);
        world.Host("last.test", last.Port);

        Assert.Null(await world.TryAsync(await world.QueueAsync("a@dest.test")));

        Assert.Single(last.Messages);
        Assert.Equal(1, busy.Connections);
    }

    [Fact]
    public async Task A_domain_that_does_not_exist_fails_at_once()
    {
        await using OutboundWorld world = await OutboundWorld.CreateAsync();

        Assert.Null(await world.TryAsync(await world.QueueAsync("a@missing.test")));

        Assert.Equal("5.1.2", Assert.Single(world.Reports.Results).Status);
    }

    [Fact]
    public async Task Connections_to_a_next_hop_are_limited_and_used_again()
    {
        await using SmtpSink sink = new();
        await using OutboundWorld world = await OutboundWorld.CreateAsync(
            change: options => options with { MessagesPerConnection = 10 });
        world.Route("dest.test", sink);
        long[] ids = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => world.QueueAsync($"user{i}@dest.test")));

        await world.Service.DeliverNowAsync(ids, wait: true, default);

        Assert.Equal(60, sink.Messages.Count);
        Assert.InRange(sink.MostOpen, 1, 4 + 4);
        Assert.InRange(sink.Connections, 6, 12);
        Assert.True(sink.Messages.GroupBy(message => message.Connection).All(group => group.Count() <= 10));
    }

    [Fact]
    public async Task Many_next_hops_share_the_connections_there_are()
    {
        await using SmtpSink sink = new();
        await using OutboundWorld world = await OutboundWorld.CreateAsync(
            change: options => options with { Connections = 3, IdleConnection = TimeSpan.FromMinutes(1) });
        List<long> ids = [];
        for (int i = 0; i < 12; i++)
        {
            world.Route($"dest{i}.test", sink);
            ids.Add(await world.QueueAsync($"a@dest{i}.test"));
            ids.Add(await world.QueueAsync($"b@dest{i}.test"));
        }

        await world.Service.DeliverNowAsync(ids, wait: true, default).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(24, sink.Messages.Count);
    }

    [Fact]
    public async Task A_next_hop_that_cannot_be_reached_defers_what_else_is_for_it_without_a_try()
    {
        await using SmtpSink sink = new(new SmtpScript { Greeting = "421 4.3.2 not now" });
        await using OutboundWorld world = await OutboundWorld.CreateAsync(clock);
        world.Route("dest.test", sink);
        long[] ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => world.QueueAsync($"user{i}@dest.test")));

        await world.Service.StartAsync();
        foreach (long id in ids)
        {
            Assert.Equal("4.3.2", (await world.UntilAsync(id, item => item!.Attempts == 1))!.StatusCode);
        }

        Assert.Equal(1, sink.Connections);
    }

    [Fact]
    public async Task What_was_not_sent_is_sent_after_a_restart_and_what_was_sent_is_not()
    {
        int taken = 0;
        await using SmtpSink sink = new(
            new SmtpScript { Reply = (line, _) => line.StartsWith("RCPT TO:<b@", StringComparison.Ordinal) && taken++ == 0 ? "450 4.2.0 later" : null });
        await using OutboundWorld world = await OutboundWorld.CreateAsync(clock);
        world.Route("dest.test", sink);
        long id = await world.QueueAsync("a@dest.test", "b@dest.test");

        await world.Service.StartAsync();
        await world.UntilAsync(id, item => item!.Attempts == 1);
        await world.Service.DisposeAsync();
        world.Service = world.NewService();
        clock.Advance(TimeSpan.FromMinutes(2));
        await world.Service.StartAsync();
        await world.UntilAsync(id, item => item is null);

        Assert.Equal(
            ["RCPT TO:<a@dest.test>", "RCPT TO:<b@dest.test>"],
            sink.Messages.Select(message => Assert.Single(message.Recipients)));
    }

    [Fact]
    public async Task The_smart_host_of_the_senders_domain_is_asked_before_that_of_the_store()
    {
        await using SmtpSink own = new();
        await using SmtpSink general = new();
        await using OutboundWorld world = await OutboundWorld.CreateAsync();
        await world.SetAsync(settings => settings with { SmartHost = $"127.0.0.1:{general.Port}" });
        world.Host("relay.test", own.Port);
        await world.Storage.Directory.Domains.CreateAsync(
            new DomainRecord { Name = DomainName.Parse("example.test"), SmartHost = $"relay.test:{own.Port}" }, TestStore.Origin, default);

        await world.TryAsync(
            await world.QueueAsync(
                item => item with { SenderDomain = DomainName.Parse("example.test") }, "a@dest.test"));
        await world.TryAsync(await world.QueueAsync("b@dest.test"));

        Assert.Equal("RCPT TO:<a@dest.test>", Assert.Single(own.Messages).Recipients[0]);
        Assert.Equal("RCPT TO:<b@dest.test>", Assert.Single(general.Messages).Recipients[0]);
    }

    [Fact]
    public async Task At_the_port_for_it_TLS_begins_at_once()
    {
        await using SmtpSink sink = new(
            new SmtpScript { Offer = ["AUTH PLAIN"], Certificate = TestCertificates.Issue("relay.test"), IsImplicitTls = true });
        await using OutboundWorld world = await OutboundWorld.CreateAsync(
            change: options => options with { ImplicitTlsPort = sink.Port });
        world.Host("relay.test", sink.Port);
        await world.SetAsync(
            settings =>
                settings with { SmartHost = $"relay.test:{sink.Port}", SmartHostUserName = "user", SmartHostSecret = "secret"u8.ToArray() });

        await world.TryAsync(await world.QueueAsync("a@dest.test"));

        Assert.True(Assert.Single(sink.Messages).IsTls);
        Assert.DoesNotContain("STARTTLS", sink.Commands);
    }

    [Fact]
    public async Task The_smart_host_of_a_domain_has_a_logon_of_its_own()
    {
        await using SmtpSink sink = new(
            new SmtpScript { Offer = ["AUTH PLAIN"], Certificate = TestCertificates.Issue("relay.test") });
        await using OutboundWorld world = await OutboundWorld.CreateAsync();
        world.Host("relay.test", sink.Port);
        await world.SetAsync(
            settings =>
                settings with { SmartHost = "general.test", SmartHostUserName = "general", SmartHostSecret = "other"u8.ToArray() });
        DomainRecord domain = new()
        {
            Name = DomainName.Parse("example.test"),
            SmartHost = $"relay.test:{sink.Port}",
            SmartHostUserName = "own",
            SmartHostSecret = "secret"u8.ToArray(),
        };
        await world.Storage.Directory.Domains.CreateAsync(domain, TestStore.Origin, default);

        await world.TryAsync(await world.QueueAsync(item => item with { SenderDomain = domain.Name }, "a@dest.test"));

        Assert.Single(sink.Messages);
        Assert.Contains("AUTH PLAIN " + Convert.ToBase64String("\0own\0secret"u8), sink.Commands);
    }

    [Theory]
    [InlineData("relay.test", null)]
    [InlineData("elsewhere.test", "4.7.5")]
    [InlineData(null, "4.7.5")]
    public async Task A_password_goes_to_the_smart_host_only_under_TLS_that_proves_its_name(
        string? certified, string? status)
    {
        await using SmtpSink sink = new(
            new SmtpScript { Offer = ["AUTH PLAIN"], Certificate = certified is null ? null : TestCertificates.Issue(certified) });
        await using OutboundWorld world = await OutboundWorld.CreateAsync();
        world.Host("relay.test", sink.Port);
        await world.SetAsync(settings => settings with
        {
            SmartHost = $"relay.test:{sink.Port}",
            SmartHostUserName = "user",
            SmartHostSecret = Encoding.UTF8.GetBytes("secret"),
        });

        QueueItem? left = await world.TryAsync(await world.QueueAsync("a@dest.test"));

        Assert.Equal(status, left?.StatusCode);
        string logon = "AUTH PLAIN " + Convert.ToBase64String("\0user\0secret"u8);
        Assert.Equal(status is null ? 1 : 0, sink.Commands.Count(command => command == logon));
        Assert.Equal(
            status is null ? ["MAIL FROM:<ann@example.test> AUTH=<>"] : [],
            sink.Messages.Select(message => message.Mail));
    }

    [Fact]
    public async Task A_logon_that_is_refused_keeps_the_mail()
    {
        await using SmtpSink sink = new(new SmtpScript
        {
            Offer = ["AUTH LOGIN"],
            Certificate = TestCertificates.Issue("relay.test"),
            Reply = (line, _) => line.StartsWith("AUTH", StringComparison.Ordinal) ? "535 5.7.8 wrong" : null,
        });
        await using OutboundWorld world = await OutboundWorld.CreateAsync();
        world.Host("relay.test", sink.Port);
        await world.SetAsync(
            settings =>
                settings with { SmartHost = $"relay.test:{sink.Port}", SmartHostUserName = "user", SmartHostSecret = [1] });

        QueueItem? left = await world.TryAsync(await world.QueueAsync("a@dest.test"));

        Assert.Equal("4.7.8", left!.StatusCode);
        Assert.Empty(world.Reports.Requests);
    }

    [Fact]
    public async Task A_report_comes_together_with_the_end_that_it_tells_of()
    {
        await using SmtpSink sink = new(
            new SmtpScript { Reply = (line, _) => line == "RCPT TO:<no@dest.test>" ? "550 5.1.1 nobody" : null });
        await using OutboundWorld world = await OutboundWorld.CreateAsync();
        world.Route("dest.test", sink);
        world.Route("example.test", sink);
        world.Reports.Compose = request => world.ComposeAsync(request, mailbox: null);

        Assert.Null(await world.TryAsync(await world.QueueAsync("no@dest.test")));
        await world.Service.StartAsync();
        SunkMessage report = await sink.NextAsync();

        Assert.StartsWith("MAIL FROM:<>", report.Mail, StringComparison.Ordinal);
        Assert.Equal("Subject: report\r\n\r\nSubject: one\r\n\r\nThe text.\r\n", report.Text);
    }

    [Fact]
    public async Task A_failure_whose_report_cannot_be_delivered_waits_and_what_was_delivered_is_not_sent_again()
    {
        await using SmtpSink sink = new(
            new SmtpScript { Reply = (line, _) => line == "RCPT TO:<no@dest.test>" ? "550 5.1.1 nobody" : null });
        await using OutboundWorld world = await OutboundWorld.CreateAsync(clock);
        world.Route("dest.test", sink);
        world.Reports.Compose = request => world.ComposeAsync(request, MailboxId.InboxOf(new AccountId(12_345)));
        long id = await world.QueueAsync("yes@dest.test", "no@dest.test");

        QueueItem? left = await world.TryAsync(id);
        Assert.Equal(
            [QueueRecipientState.Delivered, QueueRecipientState.Waiting], left!.Recipients.Select(one => one.State));
        await world.TryAsync(id);
        clock.Advance(TimeSpan.FromDays(6));

        Assert.Null(await world.TryAsync(id));
        Assert.Single(sink.Messages);
    }

    [Fact]
    public async Task Held_mail_for_a_domain_here_is_delivered_together_with_its_removal()
    {
        await using OutboundWorld world = await OutboundWorld.CreateAsync();
        world.Local.Domains.Add("here.test");
        world.Local.Plan = item =>
            (null, [.. item.Recipients.Where(one => one.State == QueueRecipientState.Waiting).Select(one => new RecipientResult
        {
            Recipient = one,
            Action = one.Address.LocalPart == "full" && item.Attempts == 0
                ? DeliveryAction.Delayed
                : DeliveryAction.Delivered,
            Status = one.Address.LocalPart == "full" && item.Attempts == 0 ? "4.2.2" : "2.1.5",
        })]);
        long id = await world.QueueAsync("a@here.test", "full@here.test");

        QueueItem? left = await world.TryAsync(id);
        Assert.Equal(
            [QueueRecipientState.Delivered, QueueRecipientState.Waiting], left!.Recipients.Select(one => one.State));
        Assert.Null(await world.TryAsync(id));

        Assert.Equal(2, (await world.TraceAsync()).Count(one => one.EventId == MailTraceEventId.Deliver));
    }

    [Theory]
    [InlineData(1, false, 0.5, 1)]
    [InlineData(3, true, 0.5, 5)]
    [InlineData(3, false, 0, 12)]
    [InlineData(99, false, 1, 144)]
    public void Times_between_attempts_vary_a_little(int attempts, bool isGreylisted, double random, double minutes) =>
        Assert.Equal(minutes, RetryTimes.After(attempts, isGreylisted, random).TotalMinutes, 6);
}
