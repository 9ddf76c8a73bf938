using System.Net;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server;
using MailAdmin.Server.Reports;
using MailAdmin.Server.Routing;
using MailAdmin.Server.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

using static MailAdmin.Tests.Server.TestStore;

namespace MailAdmin.Tests.Server;

/// <summary>RFC 3461 §5.2: which recipients are reported at once, and what NOTIFY goes on with the others.</summary>
public sealed class SuccessReportTests
{
    [Fact]
    public async Task A_report_of_what_was_delivered_is_a_part_of_the_delivery()
    {
        await using TestStore store = await WorldAsync();
        Reports reports = new(store);

        await DeliverAsync(
            store,
            reports,
            DsnNotify.Success,
            "ann@example.test",
            "both@example.test",
            "moved@example.test",
            "team@example.test",
            "x@one.test");

        Assert.Equal(
            [
                ("ann@example.test", DeliveryAction.Delivered),
                ("both@example.test", DeliveryAction.Delivered),
                ("team@example.test", DeliveryAction.Expanded)
            ],
            reports.Request!.Results.Select(result => (result.Address.Canonical, result.Action)));
        Assert.Equal(
            [
                "Success moved@elsewhere.test",
                "Never copy@elsewhere.test",
                "NotGiven member@elsewhere.test",
                "Success x@one.test"
            ],
            await QueuedAsync(store));
        Assert.Equal(
            1, (await store.Engine.SendAsync(new GetAccount(Address("sender@example.test")), None)).MessageCount);
    }

    [Fact]
    public async Task Nothing_is_reported_that_was_not_asked_for()
    {
        await using TestStore store = await WorldAsync();
        Reports reports = new(store);

        await DeliverAsync(store, reports, DsnNotify.Failure, "ann@example.test", "both@example.test");

        Assert.Null(reports.Request);
        Assert.Equal(["Failure copy@elsewhere.test"], await QueuedAsync(store));
    }

    private static async Task<TestStore> WorldAsync()
    {
        TestStore store = await WithAccountsAsync(
            "ann@example.test", "both@example.test", "moved@example.test", "sender@example.test");
        await store.SetAccountAsync(
            "both@example.test", AccountValues("ForwardTo") with { ForwardTo = [Address("copy@elsewhere.test")] });
        await store.SetAccountAsync(
            "moved@example.test",
            AccountValues(
                "ForwardTo", "KeepCopy") with { ForwardTo = [Address("moved@elsewhere.test")], KeepCopy = false });
        GroupRecord team =
            new() { Address = Address("team@example.test"), Owner = [Address("ann@example.test")], Member = [Address("member@elsewhere.test")] };
        await store.Storage.Directory.Groups.CreateAsync(team, Origin, None);
        return store;
    }

    private static async Task DeliverAsync(
        TestStore store, Reports reports, DsnNotify notify, params string[] recipients)
    {
        IDirectory directory = store.Storage.Directory;
        SenderRewriting rewriting = new(new byte[32], TimeProvider.System);
        RecipientResolver resolver = new(
            directory, new AdministratorMailbox(directory, TimeProvider.System), rewriting);
        AddressOwnership ownership = new(directory, resolver);
        RelayNetworks networks = new(directory);
        using ServerMeter meter = new(TimeProvider.System);
        MailRouter router = new(
            store.Storage, resolver, new SenderPolicy(
                directory, ownership, networks), new PostingPolicy(directory, resolver, ownership), networks,
            new SendLimit(TimeProvider.System), new DeliveryPlanner(
                directory,
                rewriting,
                TimeProvider.System), reports, store.Storage.Trace, meter, NullLogger<MailRouter>.Instance);
        AccountRecord sender = await store.RecordAsync("sender@example.test");
        SmtpPeer peer = new(IPAddress.Loopback, sender, IsSubmission: true);
        await using MessageSpool spool = store.Storage.Mailboxes.CreateSpool();
        await spool.WriteAsync("Subject: x\r\n\r\n"u8.ToArray(), None);
        await spool.CompleteAsync(None);
        List<EnvelopeRecipient> resolved = [];
        foreach (EmailAddress recipient in recipients.Select(Address))
        {
            resolved.Add(
                new EnvelopeRecipient(
                    recipient, await router.ResolveAsync(recipient, sender.Address, peer, null, None), notify));
        }

        MailEnvelope envelope = new() { ReversePath = sender.Address, Recipients = resolved, Peer = peer };
        await router.DeliverAsync(envelope, new NewMessage(spool, default, DateTimeOffset.UtcNow), None);
    }

    private static async Task<List<string>> QueuedAsync(TestStore store)
    {
        List<string> queued = [];
        await foreach (QueueItem item in store.Storage.Queue.ListAsync(None))
        {
            queued.AddRange(item.Recipients.Select(recipient => $"{recipient.Notify} {recipient.Address}"));
        }

        return [.. queued.OrderBy(text => text.Split('@')[1], StringComparer.Ordinal).ThenBy(text => text.Contains("moved", StringComparison.Ordinal) ? 0 : 1).ThenBy(text => text.Contains("copy", StringComparison.Ordinal) ? 0 : 1)];
    }

    /// <summary>Plans a report to the sender's own mailbox, and remembers what was asked for.</summary>
    private sealed class Reports(TestStore store) : IDeliveryReports
    {
        public ReportRequest? Request { get; private set; }

        public async ValueTask<PlannedMail?> PlanAsync(ReportRequest request, CancellationToken cancellationToken)
        {
            Request = request;
            MessageSpool spool = store.Storage.Mailboxes.CreateSpool();
            using MessageContent original = await request.OpenMessageAsync(cancellationToken);
            await spool.WriteAsync(new byte[original.Length], cancellationToken);
            await spool.CompleteAsync(cancellationToken);
            MailboxId inbox = MailboxId.InboxOf((await store.RecordAsync(request.ReversePath!.Canonical)).Id);
            return new PlannedMail(spool) { Appends = [new AppendRequest(new NewMessage(spool, default, DateTimeOffset.UtcNow), inbox, NamedFlags.None)] };
        }
    }
}
