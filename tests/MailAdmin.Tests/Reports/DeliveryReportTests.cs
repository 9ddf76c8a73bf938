using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Server.Reports;
using MailAdmin.Server.Routing;
using MailAdmin.Tests.Server;
using MimeKit;
using static MailAdmin.Tests.Server.TestStore;

namespace MailAdmin.Tests.Reports;

public sealed class DeliveryReportTests
{
    private static readonly DateTimeOffset Arrived = new(2026, 3, 1, 9, 30, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_failure_names_recipient_status_and_the_words_of_the_other_server()
    {
        MimeMessage report = await ReportAsync(
            "Subject: Lunch\r\n\r\nAt noon?\r\n",
            Failed("bob@peer.test"),
            options: new MessageOptions { EnvelopeId = "id+1" });

        MultipartReport body = Assert.IsType<MultipartReport>(report.Body);
        Assert.Equal("delivery-status", body.ReportType);
        string text = ((TextPart)body[0]).Text;
        Assert.Contains("bob@peer.test", text, StringComparison.Ordinal);
        Assert.Contains("The server mx.peer.test answered: 550 5.1.1 No such user", text, StringComparison.Ordinal);
        Assert.Contains("typing mistake", text, StringComparison.Ordinal);
        HeaderList message = ((MessageDeliveryStatus)body[1]).StatusGroups[0];
        HeaderList recipient = ((MessageDeliveryStatus)body[1]).StatusGroups[1];
        Assert.Equal("dns; mail.example.test", message["Reporting-MTA"]);
        Assert.Equal("id+1", message["Original-Envelope-Id"]);
        Assert.Equal("rfc822; bob@peer.test", recipient["Final-Recipient"]);
        Assert.Equal("rfc822;robert@peer.test", recipient["Original-Recipient"]);
        Assert.Equal("failed", recipient["Action"]);
        Assert.Equal("5.1.1", recipient["Status"]);
        Assert.Equal("dns; mx.peer.test", recipient["Remote-MTA"]);
        Assert.Equal("smtp; 550 5.1.1 No such user", recipient["Diagnostic-Code"]);
        Assert.Equal("Lunch", Assert.IsType<MessagePart>(body[2]).Message!.Subject);
    }

    [Fact]
    public async Task A_report_comes_from_the_null_reverse_path_and_answers_no_robot()
    {
        await using TestStore store = await CreateAsync();
        await using PlannedMail mail = (await PlanAsync(store, "Subject: x\r\n\r\n", [Failed("bob@peer.test")]))!;

        QueueItem item = Assert.Single(mail.Additions).Item;

        Assert.Null(item.ReversePath);
        Assert.Equal("ann@example.test", Assert.Single(item.Recipients).Address.ToString());
        Assert.Equal("auto-replied", (await ReadAsync(mail)).Headers["Auto-Submitted"]);
    }

    [Fact]
    public async Task Nobody_is_told_about_a_message_without_a_sender()
    {
        await using TestStore store = await CreateAsync();

        Assert.Null(await PlanAsync(store, "Subject: x\r\n\r\n", [Failed("bob@peer.test")], sender: null));
    }

    [Theory]
    [InlineData(nameof(DeliveryAction.Failed), DsnNotify.NotGiven, true)]
    [InlineData(nameof(DeliveryAction.Failed), DsnNotify.Never, false)]
    [InlineData(nameof(DeliveryAction.Failed), DsnNotify.Success, false)]
    [InlineData(nameof(DeliveryAction.Failed), DsnNotify.Failure, true)]
    [InlineData(nameof(DeliveryAction.Delayed), DsnNotify.NotGiven, true)]
    [InlineData(nameof(DeliveryAction.Delayed), DsnNotify.Failure, false)]
    [InlineData(nameof(DeliveryAction.Delayed), DsnNotify.Failure | DsnNotify.Delay, true)]
    [InlineData(nameof(DeliveryAction.Delivered), DsnNotify.NotGiven, false)]
    [InlineData(nameof(DeliveryAction.Delivered), DsnNotify.Success, true)]
    [InlineData(nameof(DeliveryAction.Relayed), DsnNotify.Success | DsnNotify.Failure, true)]
    public async Task What_the_sender_asked_for_is_reported_and_nothing_else(
        string action, DsnNotify notify, bool isReported)
    {
        await using TestStore store = await CreateAsync();
        RecipientResult failed = Failed("bob@peer.test");
        RecipientResult result =
            failed with { Action = Enum.Parse<DeliveryAction>(action), Recipient = failed.Recipient with { Notify = notify } };

        await using PlannedMail? mail = await PlanAsync(store, "Subject: x\r\n\r\n", [result]);

        Assert.Equal(isReported, mail is not null);
    }

    [Theory]
    [InlineData("Subject: =?utf-8?B?44GC44GE44GV44Gk?=\r\n\r\n", "あいさつ")]
    [InlineData("Accept-Language: ja-JP, en\r\nSubject: Hello\r\n\r\n", "Hello")]
    [InlineData("Content-Type: text/plain; charset=iso-2022-jp\r\nSubject: Hello\r\n\r\n", "Hello")]
    public async Task Who_writes_Japanese_gets_a_report_in_Japanese(string message, string subject)
    {
        MimeMessage report = await ReportAsync(message, Failed("bob@peer.test"), subject: subject);

        Assert.StartsWith("配信できませんでした: " + subject, report.Subject, StringComparison.Ordinal);
        string text = ((TextPart)((MultipartReport)report.Body!)[0]).Text;
        Assert.Contains("次の宛先には配信できませんでした", text, StringComparison.Ordinal);
        Assert.Contains("550 5.1.1 No such user", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_header_comes_back_when_that_is_asked_for_and_for_a_delay()
    {
        MimeMessage asked = await ReportAsync(
            "Subject: Lunch\r\n\r\nsecret\r\n",
            Failed("bob@peer.test"),
            options: new MessageOptions { Return = DsnReturn.Headers });
        MimeMessage delayed = await ReportAsync(
            "Subject: Lunch\r\n\r\nsecret\r\n",
            Failed("bob@peer.test") with { Action = DeliveryAction.Delayed, Status = "4.4.1" });

        Assert.All((MimeMessage[])[asked, delayed], report =>
        {
            Assert.Equal("text/rfc822-headers", ((MultipartReport)report.Body!)[2].ContentType.MimeType);
            Assert.DoesNotContain("secret", report.ToString(), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_sender_with_letters_beyond_ascii_gets_the_report_of_RFC_6533()
    {
        await using TestStore store = await CreateAsync();
        await using PlannedMail mail = (await PlanAsync(
            store, "Subject: Grüße\r\n\r\n", [Failed("böb@peer.test")], sender: Address("änn@example.test")))!;

        Assert.True(Assert.Single(mail.Additions).Item.Options.UsesUtf8);
        MultipartReport body = (MultipartReport)(await ReadAsync(mail)).Body!;
        Assert.Equal("global-delivery-status", body.ReportType);
        Assert.Equal("message/global-delivery-status", body[1].ContentType.MimeType);
        Assert.Equal("message/global", body[2].ContentType.MimeType);
    }

    [Fact]
    public async Task Hostile_words_of_a_server_cannot_add_fields_or_lines()
    {
        RecipientResult result = Failed(
            "bob@peer.test") with { Reply = "550 no\r\nAction: delivered\r\n\r\n\0" + new string('x', 5_000) };

        MimeMessage report = await ReportAsync("Subject: x\r\n\r\n", result);

        HeaderList recipient = ((MessageDeliveryStatus)((MultipartReport)report.Body!)[1]).StatusGroups[1];
        Assert.Equal("failed", recipient["Action"]);
        Assert.DoesNotContain(report.ToString().Split('\n'), line => line.Length > 998);
    }

    private static RecipientResult Failed(string address) => new()
    {
        Recipient = new QueueRecipient { Address = Address(address), OriginalRecipient = "rfc822;robert@peer.test" },
        Action = DeliveryAction.Failed,
        Status = "5.1.1",
        RemoteHost = "mx.peer.test",
        Reply = "550 5.1.1 No such user",
        LastAttempt = Arrived,
    };

    private static async Task<MimeMessage> ReportAsync(
        string message, RecipientResult result, MessageOptions? options = null, string? subject = "Lunch")
    {
        await using TestStore store = await CreateAsync();
        await using PlannedMail mail = (
            await PlanAsync(store, message, [result], Address("ann@example.test"), options, subject))!;
        return await ReadAsync(mail);
    }

    private static ValueTask<PlannedMail?> PlanAsync(TestStore store, string message, RecipientResult[] results) =>
        PlanAsync(store, message, results, Address("ann@example.test"));

    private static async ValueTask<PlannedMail?> PlanAsync(
        TestStore store, string message, RecipientResult[] results, EmailAddress? sender, MessageOptions? options =
            null, string? subject = "Lunch")
    {
        await using MessageSpool original = store.Storage.Mailboxes.CreateSpool();
        await original.WriteAsync(Encoding.UTF8.GetBytes(message), None);
        await original.CompleteAsync(None);
        ReportRequest request = new()
        {
            ReversePath = sender,
            Options = options ?? MessageOptions.None,
            Arrived = Arrived,
            Results = results,
            OpenMessageAsync = _ => new ValueTask<MessageContent>(original.OpenContent()),
            Subject = subject,
        };
        return await new DeliveryReports(store.Storage, TimeProvider.System).PlanAsync(request, None);
    }

    private static async Task<MimeMessage> ReadAsync(PlannedMail mail)
    {
        using MessageContent content = mail.Additions[0].Message.Spool.OpenContent();
        byte[] octets = new byte[content.Length];
        int count = await content.ReadAsync(0, octets, None);
        using MemoryStream stream = new(octets, 0, count);
        return await MimeMessage.LoadAsync(stream, None);
    }
}
