using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using MailAdmin.Tests.Clients;
using MailAdmin.Tests.Contents;
using MailAdmin.Tests.Diagnostics;
using MailAdmin.Tests.Server;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;
using static MailAdmin.Tests.Contents.ContentStore;

namespace MailAdmin.Tests.Peers;

/// <summary>Dovecot's own files come in, and what goes out is read by Dovecot as the same messages.</summary>
public sealed class DovecotContentTests
{
    private const string Bob = "bob@example.test";

    [Fact]
    public async Task The_Maildir_of_Dovecot_comes_in_goes_out_and_Dovecot_reads_the_same()
    {
        await using DovecotServer dovecot = await DovecotServer.StartAsync();
        await FillAsync(dovecot);
        List<string> there = await DescribeAsync(dovecot, DovecotServer.Ann);
        await using TestStore store = await TestStore.WithAccountsAsync(Ann, Bob);
        using TemporaryFolder files = new();
        Transfers transfers = new(store.Engine);

        await transfers.ImportAsync(dovecot.MailOf("ann"));
        await transfers.ExportAsync(MailContentFormat.Maildir, files.Path);
        await transfers.ImportAsync(Path.Combine(files.Path, Ann), Bob);

        Assert.Empty(transfers.Errors);
        Assert.Equal(there, Comparable(await transfers.DescribeAsync(Ann)));
        Assert.Equal(await transfers.DescribeAsync(Ann), await transfers.DescribeAsync(Bob));

        await dovecot.ReplaceMailAsync("full", Path.Combine(files.Path, Ann));
        Assert.Equal(there, await DescribeAsync(dovecot, DovecotServer.Full));
    }

    [Fact]
    public async Task The_mbox_files_of_Dovecot_come_in_go_out_and_Dovecot_reads_the_same()
    {
        await using DovecotServer dovecot = await DovecotServer.StartAsync(
            "mail_location = mbox:~:INBOX=~/INBOX.mbox:LAYOUT=fs", "mbox_write_locks = fcntl");
        await FillAsync(dovecot, withSubfolder: false);
        List<string> there = await DescribeAsync(dovecot, DovecotServer.Ann);
        await using TestStore store = await TestStore.WithAccountsAsync(Ann, Bob);
        using TemporaryFolder files = new();
        Transfers transfers = new(store.Engine);

        await transfers.ImportAsync(dovecot.MailOf("ann"));
        await transfers.ExportAsync(MailContentFormat.Mbox, files.Path);
        await transfers.ImportAsync(Path.Combine(files.Path, Ann), Bob);

        Assert.Empty(transfers.Errors);
        Assert.Equal(there, Comparable(await transfers.DescribeAsync(Ann)));
        Assert.Equal(await transfers.DescribeAsync(Ann), await transfers.DescribeAsync(Bob));
    }

    private static List<string> Comparable(IEnumerable<string> described) => [.. described.Order(StringComparer.Ordinal)];

    private static async Task FillAsync(DovecotServer dovecot, bool withSubfolder = true)
    {
        using ImapClient client = await ConnectAsync(dovecot, DovecotServer.Ann);
        await client.Inbox!.OpenAsync(FolderAccess.ReadWrite);
        await AppendAsync(client.Inbox, "one", MessageFlags.Seen | MessageFlags.Answered, 3);
        await AppendAsync(client.Inbox, "two", MessageFlags.Flagged, 700, "$Forwarded", "Later");
        IMailFolder top = client.GetFolder(client.PersonalNamespaces[0]);
        IMailFolder folder = (await top.CreateAsync("Entwürfe 会議", isMessageFolder: true))!;
        await folder.OpenAsync(FolderAccess.ReadWrite);
        await AppendAsync(folder, "three", MessageFlags.Draft, 5_000);
        if (withSubfolder)
        {
            IMailFolder below = (await folder.CreateAsync("Below", isMessageFolder: true))!;
            await below.OpenAsync(FolderAccess.ReadWrite);
            await AppendAsync(below, "four", MessageFlags.Deleted, 20);
        }

        await client.DisconnectAsync(quit: true);
    }

    private static async Task AppendAsync(
        IMailFolder folder, string subject, MessageFlags flags, int hours, params string[] keywords)
    {
        using MemoryStream stream = new(Message(subject, body: "x\r\nFrom here\r\n>From there\r\nend"));
        MimeKit.MimeMessage message = await MimeKit.MimeMessage.LoadAsync(stream);
        AppendRequest request = new(message, flags, keywords, ContentStore.Date.AddHours(-hours));
        await folder.AppendAsync(request);
    }

    [SuppressMessage("Security", "CA5359", Justification = "The certificate is one of the test.")]
    private static async Task<ImapClient> ConnectAsync(DovecotServer dovecot, string user)
    {
        ImapClient client = new() { ServerCertificateValidationCallback = (_, _, _, _) => true };
        await client.ConnectAsync("127.0.0.1", dovecot.ImapPort, SecureSocketOptions.StartTlsWhenAvailable);
        await client.AuthenticateAsync(user, Diagnosis.Password);
        return client;
    }

    // As Transfers.DescribeAsync describes those of a store.
    private static async Task<List<string>> DescribeAsync(DovecotServer dovecot, string user)
    {
        using ImapClient client = await ConnectAsync(dovecot, user);
        List<string> found = [];
        foreach (IMailFolder folder in await client.GetFoldersAsync(client.PersonalNamespaces[0]))
        {
            await folder.OpenAsync(FolderAccess.ReadOnly);
            foreach (IMessageSummary summary in await folder.FetchAsync(
                0, -1, MessageSummaryItems.UniqueId | MessageSummaryItems.Flags | MessageSummaryItems.InternalDate))
            {
                using Stream stream = await folder.GetStreamAsync(summary.UniqueId, "");
                using MemoryStream bytes = new();
                await stream.CopyToAsync(bytes);
                string name = folder.FullName.Replace(folder.DirectorySeparator, '/');
                IEnumerable<string> flags = Enum.GetValues<MessageFlags>()
                    .Where(flag => flag is not (MessageFlags.None or MessageFlags.Recent or MessageFlags.UserDefined))
                    .Where(flag => summary.Flags!.Value.HasFlag(flag))
                    .Select(flag => "\\" + flag)
                    .Concat(summary.Keywords)
                    .Order();
                found.Add($"{name} {summary.InternalDate!.Value.ToLocalTime():yyyy-MM-dd HH:mm:ss} {string.Join(' ', flags)} "
                    + Convert.ToHexString(SHA256.HashData(bytes.ToArray())) + " " + bytes.Length);
            }
        }

        return [.. found.Order(StringComparer.Ordinal)];
    }
}
