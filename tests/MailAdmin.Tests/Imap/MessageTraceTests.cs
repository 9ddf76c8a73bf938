using System.Net;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Tracing;
using MailAdmin.Protocols.Transport;
using MailAdmin.Tests.Server;
using static MailAdmin.Tests.Server.TestStore;

namespace MailAdmin.Tests.Imap;

public sealed class MessageTraceTests
{
    private static readonly EmailAddress Ann = Address("ann@example.test");

    [Fact]
    public async Task A_message_that_is_read_again_is_noted_once_a_session()
    {
        await using TestStore store = await WithAccountsAsync("ann@example.test");
        await store.FillAsync("ann@example.test", 10);
        MessageTrace trace = await BeginAsync(store);
        MailboxId inbox = MailboxId.InboxOf((await store.RecordAsync("ann@example.test")).Id);

        trace.RecordRetrieved(inbox, "INBOX", new Uid(1));
        trace.RecordRetrieved(inbox, "INBOX", new Uid(1));
        trace.RecordRetrieved(inbox, "INBOX", new Uid(9));

        List<MailTraceEvent> events = await ReadAsync(store);
        Assert.Equal([null, new MailSize(10)], events.Select(found => found.Size).OrderBy(size => size?.Bytes ?? 0));
        Assert.All(
            events,
            found =>
                Assert.Equal(
                    (MailTraceEventId.Retrieve, "Imap", Ann.Canonical),
                    (found.EventId, found.Source, found.Recipient)));
    }

    [Fact]
    public async Task Only_what_went_is_noted_as_removed_and_of_very_many_only_some()
    {
        await using TestStore store = await WithAccountsAsync("ann@example.test");
        MailboxId inbox = MailboxId.InboxOf((await store.RecordAsync("ann@example.test")).Id);
        for (int message = 0; message < 3; message++)
        {
            await store.FillAsync("ann@example.test", 10 + message);
        }

        MessageTrace trace = await BeginAsync(store);
        IEnumerable<Uid> uids = Enumerable.Range(1, 5_000).Select(uid => new Uid((uint)uid));
        IReadOnlyList<RemovedMessage> described = await trace.DescribeAsync(inbox, uids, None);
        IReadOnlyList<Uid> gone =
            await store.Storage.Mailboxes.ExpungeAsync(inbox, [new Uid(2)], onlyDeleted: false, 0, None);
        trace.RecordRemoved(described, gone, "INBOX");

        Assert.Equal(3, described.Count);
        MailTraceEvent only = Assert.Single(await ReadAsync(store));
        Assert.Equal((MailTraceEventId.Delete, new MailSize(11)), (only.EventId, only.Size));
    }

    private static async Task<MessageTrace> BeginAsync(TestStore store) => new(new SessionContext
    {
        Id = 1,
        Protocol = MailProtocol.Imap,
        Transport = new MailTransport(
            Stream.Null,
            new IPEndPoint(IPAddress.Loopback, 1),
            new IPEndPoint(IPAddress.Loopback, 2),
            null,
            TimeProvider.System),
        IsImplicitTls = false,
        AllowPlaintextLogin = true,
        HostName = "mail.example.test",
        Limits = new ServerLimits(),
        Authenticator = store.Engine.Authenticator,
        Mailboxes = store.Storage.Mailboxes,
        Router = store.Engine.Router,
        Trace = store.Storage.Trace,
        Started = default,
        Account = await store.RecordAsync("ann@example.test"),
    });

    private static async Task<List<MailTraceEvent>> ReadAsync(TestStore store)
    {
        List<MailTraceEvent> events = [];
        await foreach (MailTraceEvent found in store.Storage.Trace.FindAsync(new TraceFilter(), None))
        {
            events.Add(found);
        }

        return events;
    }
}
