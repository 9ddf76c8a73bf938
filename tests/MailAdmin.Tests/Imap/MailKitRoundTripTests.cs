using System.Diagnostics;
using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Tests.Dialogues;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using MailKit.Security;
using MimeKit;

namespace MailAdmin.Tests.Imap;

public sealed class MailKitRoundTripTests
{
    public static TheoryData<SecureSocketOptions> Protections =>
        [SecureSocketOptions.None, SecureSocketOptions.StartTls, SecureSocketOptions.SslOnConnect];

    [Theory]
    [MemberData(nameof(Protections))]
    public async Task A_message_comes_back_octet_by_octet(SecureSocketOptions protection)
    {
        await using ImapTestServer server =
            await ImapTestServer.StartAsync(protection == SecureSocketOptions.SslOnConnect);
        byte[][] messages = [.. Messages()];
        await server.DeliverAsync(messages);
        using ImapClient client = await ConnectAsync(server, protection);
        await client.Inbox.OpenAsync(FolderAccess.ReadOnly);

        for (int i = 0; i < messages.Length; i++)
        {
            using Stream stream = await client.Inbox.GetStreamAsync(i, "");
            using MemoryStream bytes = new();
            await stream.CopyToAsync(bytes);
            Assert.Equal(messages[i], bytes.ToArray());
        }
    }

    [Fact]
    public async Task A_message_that_was_appended_is_found_read_flagged_copied_moved_and_removed()
    {
        await using ImapTestServer server = await ImapTestServer.StartAsync();
        using ImapClient client = await ConnectAsync(server, SecureSocketOptions.StartTls);
        IMailFolder inbox = client.Inbox;
        await inbox.OpenAsync(FolderAccess.ReadWrite);
        MimeMessage message = new(
            new[] { new MailboxAddress("Jörg", "joerg@example.test") },
            [new MailboxAddress("", "ann@example.test")],
            "Grüße 日本",
            new TextPart { Text = "Hallo Welt\r\n" });

        UniqueId? uid = await inbox.AppendAsync(message, MessageFlags.Seen, DateTimeOffset.UnixEpoch);
        await inbox.CheckAsync();
        IList<UniqueId> bySubject = await inbox.SearchAsync(SearchQuery.SubjectContains("grüße").And(SearchQuery.Seen));
        IList<UniqueId> byBody =
            await inbox.SearchAsync(SearchQuery.BodyContains("welt").Or(SearchQuery.FromContains("nobody")));
        IList<IMessageSummary> summaries = await inbox.FetchAsync(
            0,
            -1,
            MessageSummaryItems.Full | MessageSummaryItems.UniqueId | MessageSummaryItems.BodyStructure
                | MessageSummaryItems.References);
        await inbox.AddFlagsAsync(uid!.Value, MessageFlags.Flagged, new HashSet<string> { "$Label1" }, silent: true);
        IMailFolder archive = client.GetFolder(SpecialFolder.Archive)!;
        UniqueId? copy = await inbox.CopyToAsync(uid.Value, archive);
        IMailFolder trash = client.GetFolder(SpecialFolder.Trash)!;
        UniqueId? moved = await inbox.MoveToAsync(uid.Value, trash);

        Assert.Equal([uid.Value], bySubject);
        Assert.Equal([uid.Value], byBody);
        Assert.Equal("Grüße 日本", summaries[0].Envelope!.Subject);
        Assert.Equal("Jörg", summaries[0].Envelope!.From[0].Name);
        Assert.Equal(MessageFlags.Seen, summaries[0].Flags & MessageFlags.Seen);
        Assert.Equal(DateTimeOffset.UnixEpoch, summaries[0].InternalDate);
        Assert.NotNull(summaries[0].TextBody);
        Assert.Equal(1u, copy?.Id);
        Assert.Equal(1u, moved?.Id);
        Assert.Equal(0, inbox.Count);
        await trash.OpenAsync(FolderAccess.ReadWrite);
        Assert.Equal("Hallo Welt", (await trash.GetMessageAsync(moved!.Value)).TextBody?.Trim());
        await trash.AddFlagsAsync(moved.Value, MessageFlags.Deleted, silent: true);
        await trash.ExpungeAsync([moved.Value]);
        Assert.Equal(0, trash.Count);
        await archive.StatusAsync(StatusItems.Count | StatusItems.Size | StatusItems.Unread);
        Assert.Equal(1, archive.Count);
    }

    [Fact]
    public async Task Folders_are_made_listed_renamed_subscribed_and_deleted()
    {
        await using ImapTestServer server = await ImapTestServer.StartAsync();
        using ImapClient client = await ConnectAsync(server, SecureSocketOptions.None);
        IMailFolder root = client.GetFolder(client.PersonalNamespaces[0]);

        IMailFolder work = (await root.CreateAsync("Entwürfe & 日本", isMessageFolder: true))!;
        IMailFolder inner = (await work.CreateAsync("Inner", isMessageFolder: true))!;
        await inner.SubscribeAsync();
        await work.RenameAsync(root, "Werk");
        IList<IMailFolder> all = await client.GetFoldersAsync(client.PersonalNamespaces[0]);
        await inner.UnsubscribeAsync();
        await (await client.GetFolderAsync("Werk/Inner")).DeleteAsync();

        Assert.Contains(all, folder => folder.FullName == "Werk/Inner");
        Assert.NotNull(client.GetFolder(SpecialFolder.Sent));
        Assert.NotNull(client.GetFolder(SpecialFolder.Drafts));
        Assert.NotNull(client.GetFolder(SpecialFolder.Junk));
        Assert.Null(await server.Mailboxes.FindAsync(server.AccountId, "Werk/Inner", default));
        FolderQuota quota = await client.Inbox.GetQuotaAsync();
        Assert.Null(quota.StorageLimit);
    }

    [Theory]
    [InlineData(SecureSocketOptions.None)]
    [InlineData(SecureSocketOptions.SslOnConnect)]
    public async Task New_mail_reaches_a_client_that_idles_again_and_again(SecureSocketOptions protection)
    {
        await using ImapTestServer server =
            await ImapTestServer.StartAsync(protection == SecureSocketOptions.SslOnConnect);
        using ImapClient client = await ConnectAsync(server, protection);
        await client.Inbox.OpenAsync(FolderAccess.ReadWrite);
        using SemaphoreSlim arrived = new(0);
        client.Inbox.CountChanged += (_, _) => arrived.Release();
        using CancellationTokenSource done = new();
        Task idle = client.IdleAsync(done.Token);
        List<double> delays = [];

        for (int i = 0; i < 40; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await server.DeliverAsync(1);
            Assert.True(await arrived.WaitAsync(TimeSpan.FromSeconds(60)), $"message {i + 1} was not told");
            delays.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        await done.CancelAsync();
        await idle;
        Assert.Equal(40, client.Inbox.Count);
        delays.Sort();
        Assert.True(delays[20] < 20, $"the median was {delays[20]:0.0} ms");
        await client.DisconnectAsync(true);
    }

    [Fact]
    public async Task Every_mechanism_logs_on()
    {
        await using ImapTestServer server = await ImapTestServer.StartAsync();
        foreach (string mechanism in (string[])["SCRAM-SHA-256", "PLAIN", "LOGIN"])
        {
            using ImapClient client = new();
            await client.ConnectAsync("127.0.0.1", server.Port, SecureSocketOptions.None);
            client.AuthenticationMechanisms.RemoveWhere(offered => offered != mechanism);

            await client.AuthenticateAsync(ImapTestServer.Account, ImapTestServer.Password);

            Assert.True(client.IsAuthenticated);
        }
    }

    private static async Task<ImapClient> ConnectAsync(ImapTestServer server, SecureSocketOptions protection)
    {
        ImapClient client = new() { ServerCertificateValidationCallback = (
            _, certificate, _, _) => TestCertificate.IsOurs(certificate) };
        await client.ConnectAsync("127.0.0.1", server.Port, protection);
        await client.AuthenticateAsync(ImapTestServer.Account, ImapTestServer.Password);
        return client;
    }

    private static IEnumerable<byte[]> Messages()
    {
        yield return Encoding.UTF8.GetBytes("Subject: 8 bit\r\n\r\nGrüße ✓\r\n");
        yield return Encoding.ASCII.GetBytes("Subject: dots\r\n\r\n.\r\n..\r\n.end\r\n");
        yield return Encoding.ASCII.GetBytes($"Subject: long line\r\n\r\n{new string('x', 998)}\r\n");
        yield return Encoding.ASCII.GetBytes("Subject: bare\r\n\r\na\nb\rc");
        yield return Encoding.ASCII.GetBytes("no header at all");
        yield return Encoding.ASCII.GetBytes(
            "Subject: large\r\n\r\n" + string.Concat(Enumerable.Range(0, 200_000).Select(i => $"line {i}\r\n")));
        string corpus = Environment.GetEnvironmentVariable("MAILADMIN_CORPUS") ?? "";
        if (Directory.Exists(corpus))
        {
            foreach (string path in Directory.EnumerateFiles(corpus, "*", SearchOption.AllDirectories))
            {
                yield return File.ReadAllBytes(path);
            }
        }
    }
}
