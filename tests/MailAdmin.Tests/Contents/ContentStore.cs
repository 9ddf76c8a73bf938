using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Tests.Server;
using static MailAdmin.Tests.Server.TestStore;

namespace MailAdmin.Tests.Contents;

/// <summary>A store whose account ann@example.test gets messages from the test.</summary>
internal static class ContentStore
{
    public const string Ann = "ann@example.test";
    public static readonly DateTimeOffset Date = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    public static byte[] Message(string subject, string from = "Bob <bob@example.test>", string body = "Hello") =>
        Encoding.UTF8.GetBytes(
            $"From: {from}\r\nTo: {Ann}\r\nSubject: {subject}\r\nMessage-ID: <{subject.GetHashCode(StringComparison.Ordinal)}@x>\r\n\r\n{body}\r\n");

    public static async Task<Uid> AddAsync(
        this TestStore store,
        byte[] message,
        string folder = "INBOX",
        DateTimeOffset? date = null,
        SystemFlags flags = SystemFlags.None,
        params string[] keywords)
    {
        AccountId account = (await store.RecordAsync(Ann)).Id;
        MailboxInfo mailbox = await store.Storage.Mailboxes.FindAsync(account, folder, None)
            ?? await store.Storage.Mailboxes.CreateAsync(account, folder, SpecialUse.None, None);
        await using MessageSpool spool = store.Storage.Mailboxes.CreateSpool();
        await spool.WriteAsync(message, None);
        await spool.CompleteAsync(None);
        IReadOnlyList<AppendedMessage> added = await store.Storage.Mailboxes.AppendAsync(
            [new AppendRequest(new NewMessage(spool, default, date ?? Date), mailbox.Id, new NamedFlags(flags, keywords))],
            0,
            None);
        return added[0].Uid;
    }

    public static ValueTask<List<MailContent>> FindAsync(this IMailAdministration store, ContentFilter filter) =>
        store.StreamAsync(new FindContent(filter, WithFields: true), None).ToListAsync();
}
