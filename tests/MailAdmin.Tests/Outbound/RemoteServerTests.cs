using MailAdmin.Contracts;
using MailAdmin.Server.Outbound.Smtp;
using MailAdmin.Server.Reports;
using MailAdmin.Tests.Diagnostics;

namespace MailAdmin.Tests.Outbound;

/// <summary>What other servers may do, and what becomes of the message then.</summary>
public sealed class RemoteServerTests
{
    private const string Ann = "ann@dest.test";
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(300);
    private static readonly string[] Plain = ["PIPELINING", "8BITMIME", "SIZE 1000000"];

    public static TheoryData<string> Steps => ["greeting", "EHLO", "MAIL", "RCPT", "DATA", "."];

    [Theory]
    [InlineData("PIPELINING", "8BITMIME")]
    [InlineData("8BITMIME", "SIZE")]
    [InlineData("PIPELINING", "CHUNKING", "8BITMIME")]
    public async Task Every_octet_arrives(params string[] offer)
    {
        string content =
            "Subject: dots\r\n\r\n.\r\n..two\r\n\r\n.three\r\nü " + new string('x', 200_000) + "\r\n.\r\n" + "end\r\n.";

        (SmtpSink sink, _, QueueItem? left) = await SendAsync(
            new SmtpScript { Offer = offer }, content, MessageOptions.None, Ann);

        Assert.Null(left);
        string expected = offer.Contains("CHUNKING") ? content : content + "\r\n";
        Assert.Equal(expected, Assert.Single(sink.Messages).Text);
    }

    [Fact]
    public async Task Each_recipient_has_its_own_end()
    {
        SmtpScript script = Replying(("RCPT TO:<no@", "550 5.1.1 nobody"), ("RCPT TO:<full@", "452 4.2.2 full"));

        (SmtpSink sink, OutboundWorld world, QueueItem? left) = await SendAsync(
            script, "ann@dest.test", "no@dest.test", "full@dest.test");

        Assert.Equal("RCPT TO:<ann@dest.test>", Assert.Single(Assert.Single(sink.Messages).Recipients));
        Assert.Equal(
            [QueueRecipientState.Delivered, QueueRecipientState.Failed, QueueRecipientState.Waiting],
            left!.Recipients.Select(one => one.State));
        Assert.Equal(("4.2.2", "452 4.2.2 full", 1), (left.StatusCode, left.LastError, left.Attempts));
        RecipientResult failed = Assert.Single(world.Reports.Results);
        Assert.Equal(
            (DeliveryAction.Failed, "5.1.1", "550 5.1.1 nobody", "mx.dest.test"),
            (failed.Action, failed.Status, failed.Reply, failed.RemoteHost));
        Assert.Equal(
            [MailTraceEventId.Bounce, MailTraceEventId.Defer, MailTraceEventId.Send],
            world.Traced.Select(one => one.EventId).OrderBy(id => id.ToString(), StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_greylisted_recipient_is_tried_again_in_minutes()
    {
        (_, _, QueueItem? left) = await SendAsync(Replying(("RCPT", "451 4.7.1 come again")), Ann);

        Assert.InRange(left!.NextAttempt - left.LastAttempt!.Value, TimeSpan.FromSeconds(40), TimeSpan.FromMinutes(7));
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task A_connection_that_breaks_defers_the_message(string step)
    {
        SmtpScript script = step == "greeting"
            ? new() { Greeting = SmtpScript.Close }
            : Replying((step, SmtpScript.Close));

        (_, _, QueueItem? left) = await SendAsync(script, Ann);

        Assert.Equal("4.4.2", left!.StatusCode);
        Assert.True(left.NextAttempt > left.LastAttempt);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task A_silent_server_defers_the_message(string step)
    {
        SmtpScript script = step == "greeting"
            ? new() { Greeting = SmtpScript.Silence }
            : Replying((step, SmtpScript.Silence));

        (_, _, QueueItem? left) = await SendAsync(script, Ann);

        Assert.Equal("4.4.2", left!.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task A_server_that_closes_with_421_defers_the_message(string step)
    {
        SmtpScript script = step == "greeting"
            ? new() { Greeting = "421 4.3.2 later" }
            : Replying((step, "421 4.3.2 later"));

        (_, _, QueueItem? left) = await SendAsync(script, Ann);

        Assert.Equal(("4.3.2", "421 4.3.2 later"), (left!.StatusCode, left.LastError));
    }

    [Theory]
    [InlineData(SmtpScript.Endless)]
    [InlineData("hello there")]
    [InlineData("250-one\r\n251 two")]
    public async Task What_is_not_SMTP_defers_the_message(string reply)
    {
        (_, _, QueueItem? left) = await SendAsync(Replying(("EHLO", reply)), Ann);

        Assert.Equal("4.5.0", left!.StatusCode);
    }

    [Theory]
    [InlineData("MAIL", "553 5.7.1 not you", "5.7.1")]
    [InlineData("DATA", "554 5.7.0 no", "5.7.0")]
    [InlineData(".", "554 5.6.0 bad content", "5.6.0")]
    [InlineData("RCPT", "550 no such user", "5.1.0")]
    public async Task A_refusal_fails_the_message(string step, string reply, string status)
    {
        (_, OutboundWorld world, QueueItem? left) = await SendAsync(Replying((step, reply)), Ann);

        Assert.Null(left);
        Assert.Equal(
            (DeliveryAction.Failed, status),
            (Assert.Single(world.Reports.Results).Action, world.Reports.Results.Single().Status));
    }

    [Fact]
    public async Task A_server_without_EHLO_is_greeted_with_HELO()
    {
        (SmtpSink sink, _, QueueItem? left) = await SendAsync(Replying(("EHLO", "502 what")), Ann);

        Assert.Null(left);
        Assert.Contains("HELO mail.example.test", sink.Commands);
        Assert.Equal("MAIL FROM:<ann@example.test>", Assert.Single(sink.Messages).Mail);
    }

    [Theory]
    [InlineData("Subject: ü\r\n\r\nx\r\n", true, "5.6.7")]
    [InlineData("Subject: x\r\n\r\nü\r\n", false, "5.6.3")]
    [InlineData("Subject: x\r\n\r\na\0b\r\n", false, "5.6.1")]
    public async Task What_a_server_does_not_take_is_not_forced_on_it(string content, bool utf8, string status)
    {
        (SmtpSink sink, OutboundWorld world, QueueItem? left) = await SendAsync(
            new SmtpScript { Offer = ["PIPELINING"] }, content, new MessageOptions { UsesUtf8 = utf8 }, Ann);

        Assert.Null(left);
        Assert.Equal(status, Assert.Single(world.Reports.Results).Status);
        Assert.DoesNotContain(sink.Commands, command => command.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_message_that_is_ASCII_after_all_needs_no_SMTPUTF8()
    {
        (SmtpSink sink, _, _) = await SendAsync(
            new SmtpScript { Offer = Plain }, "Subject: x\r\n\r\nx\r\n", new MessageOptions { UsesUtf8 = true, Body = BodyType.EightBitMime }, Ann);

        Assert.Equal("MAIL FROM:<ann@example.test> SIZE=17", Assert.Single(sink.Messages).Mail);
    }

    [Fact]
    public async Task A_message_that_is_too_large_for_the_server_is_not_sent()
    {
        (_, OutboundWorld world, _) = await SendAsync(new SmtpScript { Offer = ["SIZE 10"] }, Ann);

        Assert.Equal("5.3.4", Assert.Single(world.Reports.Results).Status);
    }

    [Fact]
    public async Task Parameters_go_to_a_server_that_offers_them()
    {
        SmtpScript script =
            new() { Offer = ["PIPELINING", "8BITMIME", "SMTPUTF8", "DSN", "DELIVERBY 60", "CHUNKING", "BINARYMIME"] };
        MessageOptions options = new()
        {
            UsesUtf8 = true,
            Return = DsnReturn.Headers,
            EnvelopeId = "a+b =c",
            DeliverBy = new DeliverBy(TimeProvider.System.GetUtcNow().AddDays(1), ReturnsThen: true, WantsTrace: false),
        };

        (SmtpSink sink, _, _) = await SendAsync(script, "Subject: ü\r\n\r\n\0\r\n", options, item => item with
        {
            Recipients =
            [
                item.Recipients[0] with { Notify = DsnNotify.Success | DsnNotify.Delay, OriginalRecipient = "utf-8;ü+@dest.test" }
            ],
        });

        SunkMessage message = Assert.Single(sink.Messages);
        Assert.Matches(
            "^MAIL FROM:<ann@example.test> BODY=BINARYMIME SMTPUTF8 RET=HDRS ENVID=a\\+2Bb\\+20\\+3Dc BY=86[34]\\d\\d;R$",
            message.Mail);
        Assert.Equal(
            @"RCPT TO:<ann@dest.test> NOTIFY=SUCCESS,DELAY ORCPT=utf-8;\x{FC}\x{2B}@dest.test",
            Assert.Single(message.Recipients));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Success_is_reported_here_only_if_the_server_does_not_do_it(bool offersDsn)
    {
        (
            _,
            OutboundWorld world,
            _) = await SendAsync(new SmtpScript { Offer = offersDsn ? [.. Plain, "DSN"] : Plain }, "Subject: x\r\n\r\n", MessageOptions.None, item =>
                item with
        {
            Recipients = [item.Recipients[0] with { Notify = DsnNotify.Success }],
        });

        Assert.Equal(
            offersDsn ? [] : [DeliveryAction.Relayed], world.Reports.Results.Select(outcome => outcome.Action));
    }

    [Fact]
    public async Task Recipients_beyond_what_a_server_takes_follow_in_another_transaction()
    {
        string[] recipients = [.. Enumerable.Range(0, 25).Select(i => $"user{i}@dest.test")];

        (SmtpSink sink, _, QueueItem? left) = await SendAsync(
            new SmtpScript { Offer = [.. Plain, "LIMITS RCPTMAX=10"] }, recipients);

        Assert.Null(left);
        Assert.Equal([10, 10, 5], sink.Messages.Select(message => message.Recipients.Count));
        Assert.Equal(1, sink.Connections);
    }

    [Fact]
    public async Task Any_certificate_is_better_than_no_TLS()
    {
        (SmtpSink sink, _, QueueItem? left) = await SendAsync(
            new SmtpScript { Certificate = TestCertificates.SelfSigned("elsewhere.test") }, Ann);

        Assert.Null(left);
        Assert.True(Assert.Single(sink.Messages).IsTls);
    }

    [Fact]
    public async Task Plain_text_that_comes_before_TLS_ends_the_session()
    {
        SmtpScript script =
            new() { Offer = [.. Plain, "STARTTLS"], Reply = (line, _) => line == "STARTTLS" ? "220 go\r\nbut not with me" : null };

        (SmtpSink sink, _, QueueItem? left) = await SendAsync(script, Ann);

        Assert.NotNull(left);
        Assert.Empty(sink.Messages);
        Assert.Equal("4.5.0", left.StatusCode);
    }

    [Fact]
    public async Task A_handshake_that_fails_leaves_plain_text()
    {
        SmtpScript script = new()
        {
            Offer = [.. Plain, "STARTTLS"],
            Reply = (line, connection) =>
                line == "STARTTLS" ? "220 go" : line.StartsWith('\u0016') ? SmtpScript.Close : null,
        };

        (SmtpSink sink, _, QueueItem? left) = await SendAsync(script, Ann);

        Assert.Null(left);
        Assert.False(Assert.Single(sink.Messages).IsTls);
        Assert.Equal(2, sink.Connections);
    }

    [Theory]
    [InlineData("mx.dest.test", true, null)]
    [InlineData("mx.dest.test", false, "5.7.30")]
    [InlineData("elsewhere.test", true, "5.7.30")]
    [InlineData(null, true, "5.7.30")]
    public async Task A_message_that_requires_TLS_has_it_or_comes_back(string? certified, bool offers, string? status)
    {
        SmtpScript script = new()
        {
            Offer = Plain,
            Certificate = certified is null ? null : TestCertificates.Issue(certified),
            OfferUnderTls = offers ? ["REQUIRETLS"] : [],
        };

        (SmtpSink sink, OutboundWorld world, QueueItem? left) = await SendAsync(
            script, "Subject: x\r\n\r\n", new MessageOptions { RequiresTls = true }, Ann);

        Assert.Null(left);
        Assert.Equal(status, world.Reports.Results.SingleOrDefault()?.Status);
        Assert.Equal(
            status is null ? ["MAIL FROM:<ann@example.test> SIZE=14 REQUIRETLS"] : [],
            sink.Messages.Select(message => message.Mail));
    }

    [Fact]
    public void SCRAM_follows_the_example_of_the_RFC()
    {
        ScramClient client = new("user", "pencil", "rOprNGfwEbeRWgbNEkqO");

        Assert.Equal("n,,n=user,r=rOprNGfwEbeRWgbNEkqO", client.First);
        Assert.Equal(
            "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
            client.Answer("r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"));
        Assert.True(client.Verifies("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="));
        Assert.False(client.Verifies("v=7rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="));
        Assert.Null(client.Answer("r=another,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"));
        Assert.Null(client.Answer("r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=2000000000"));
    }

    private static SmtpScript Replying(params (string Command, string Reply)[] replies) => new()
    {
        Reply = (line, _) =>
            replies.FirstOrDefault(
                one => one.Command == "." ? line == "." : line.StartsWith(one.Command, StringComparison.Ordinal)).Reply,
    };

    private static Task<(
        SmtpSink Sink,
        OutboundWorld World,
        QueueItem? Left)> SendAsync(SmtpScript script, params string[] recipients) =>
        SendAsync(script, "Subject: x\r\n\r\nx\r\n", MessageOptions.None, recipients);

    private static Task<(SmtpSink Sink, OutboundWorld World, QueueItem? Left)> SendAsync(
        SmtpScript script, string content, MessageOptions options, params string[] recipients) => SendAsync(script, content, options, item =>
            item, recipients);

    private static async Task<(SmtpSink Sink, OutboundWorld World, QueueItem? Left)> SendAsync(
        SmtpScript script, string content, MessageOptions options, Func<QueueItem, QueueItem> change, params string[] recipients)
    {
        await using SmtpSink sink = new(script);
        SmtpTimeouts quick =
            new() { Greeting = Quick, Command = Quick, DataStart = Quick, DataEnd = Quick, Quit = Quick };
        await using OutboundWorld world = await OutboundWorld.CreateAsync(
            change: script.Greeting == SmtpScript.Silence
                || script.Reply("EHLO", 1) == SmtpScript.Silence
                || IsSilent(script)
                ? set => set with { Timeouts = quick }
                : null);
        world.Route("dest.test", sink);
        long id = await world.QueueAsync(
            content, item => change(item with { Options = options }), recipients.Length > 0 ? recipients : [Ann]);
        QueueItem? left = await world.TryAsync(id);
        world.Traced = await world.TraceAsync();
        return (sink, world, left);
    }

    private static bool IsSilent(SmtpScript script) =>
        new[] { "MAIL", "RCPT", "DATA", "." }.Any(command => script.Reply(command, 1) == SmtpScript.Silence);
}
