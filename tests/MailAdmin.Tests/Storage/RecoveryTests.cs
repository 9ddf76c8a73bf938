using MailAdmin.Contracts;
using MailAdmin.Storage.Disk;
using MailAdmin.Storage.Log;
using Xunit;

namespace MailAdmin.Tests.Storage;

/// <summary>Opening and repairing a store destroy nothing that may be somebody's mail.</summary>
public sealed class RecoveryTests : IAsyncLifetime
{
    private static readonly string Text = "Subject: large\r\n\r\n" + new string('x', 5_000);
    private readonly StoreOptions options = new() { InlineBodySize = 100 };
    private TestStore store = null!;
    private MailboxId sent;
    private MailboxId inbox;

    private string File1 => Assert.Single(Directory.GetFiles(Path.Combine(store.Path, "mail", "large")));

    public async ValueTask InitializeAsync()
    {
        store = await TestStore.CreateAsync(options);
        AccountId account = await store.AddAccountAsync("ann@example.test");
        inbox = MailboxId.InboxOf(account);
        sent = (await store.Mailboxes.FindAsync(account, "Sent", CancellationToken.None))!.Id;
        await store.AppendAsync(sent, Text);
        await store.AppendAsync(inbox, "small");
        await store.CloseAsync();
    }

    public async ValueTask DisposeAsync() => await store.DisposeAsync();

    [Fact]
    public async Task Any_damaged_byte_in_the_record_of_a_large_message_leaves_the_message_or_gives_it_back()
    {
        (long start, long end) = FindLargeRecord();
        string log = Path.Combine(store.Path, "mail", "00000001.log");
        byte[] sound = await File.ReadAllBytesAsync(log);
        string file = File1;
        int deliveries = 0;
        for (long position = start; position < end; position++)
        {
            await using TestStore copy = Copy();
            byte[] damaged = [.. sound];
            damaged[position] ^= 0x40;
            await File.WriteAllBytesAsync(log.Replace(store.Path, copy.Path, StringComparison.Ordinal), damaged);
            await copy.OpenAsync();
            MailStoreFinding kept = Assert.Single(
                copy.Storage.OpeningFindings, finding => finding.Code == "LargeFileOrphaned");
            Assert.Equal((FindingSeverity.Warning, true, false), (kept.Severity, kept.Repairable, kept.Repaired));

            IReadOnlyList<MailStoreFinding> repaired =
                await copy.Storage.RepairAsync(null, null, CancellationToken.None);

            Assert.True(Assert.Single(repaired, finding => finding.Code == "LargeFileOrphaned").Repaired);
            MessageInfo[] messages = [.. await copy.MessagesAsync(sent), .. (await copy.MessagesAsync(inbox))[1..]];
            string lost = Path.Combine(copy.Path, "lost+found", Path.GetFileName(file));
            string found = messages.Length == 1
                ? await copy.ReadTextAsync((await copy.MessagesAsync(sent)).Length == 1 ? sent : inbox, messages[0].Uid)
                : await File.ReadAllTextAsync(lost);
            deliveries += messages.Length;
            Assert.True(found == Text, $"Byte {position - start}");
            await copy.ReopenAsync();
            Assert.DoesNotContain(copy.Storage.OpeningFindings, finding => finding.Code == "LargeFileOrphaned");
        }

        // Nearly everywhere the record still says whose message it was.
        Assert.InRange(deliveries, (end - start) * 3 / 4, end - start);
    }

    [Fact]
    public async Task A_file_whose_record_was_cut_off_is_kept_at_every_opening_and_given_back()
    {
        await store.OpenAsync();
        await store.Mailboxes.ExpungeAsync(sent, null, onlyDeleted: false, 0, CancellationToken.None);
        await store.AppendAsync(inbox, Text);
        await store.CloseAsync();
        string log = Path.Combine(store.Path, "mail", "00000001.log");
        byte[] bytes = await File.ReadAllBytesAsync(log);
        await File.WriteAllBytesAsync(log, bytes[..^1]);
        string file = File1;

        await store.OpenAsync();
        await store.ReopenAsync();
        Assert.True(File.Exists(file));
        IReadOnlyList<MailStoreFinding> repaired =
            await store.Storage.RepairAsync(null, null, CancellationToken.None);

        MailStoreFinding finding = Assert.Single(repaired, finding => finding.Code == "LargeFileOrphaned");
        Assert.Contains("ann@example.test", finding.Message, StringComparison.Ordinal);
        MessageInfo[] messages = await store.MessagesAsync(inbox);
        Assert.Equal(Text, await store.ReadTextAsync(inbox, messages[^1].Uid));
    }

    [Fact]
    public async Task A_file_that_a_full_account_cannot_take_moves_to_lost_and_found()
    {
        (long start, _) = FindLargeRecord();
        string log = Path.Combine(store.Path, "mail", "00000001.log");
        byte[] bytes = await File.ReadAllBytesAsync(log);
        bytes[start + 5] ^= 1;
        await File.WriteAllBytesAsync(log, bytes);
        string file = File1;
        await store.OpenAsync();
        await store.Directory.Accounts.UpdateAsync(
            EmailAddress.Parse("ann@example.test"),
            account => account with { Quota = 100 },
            TestStore.Origin,
            CancellationToken.None);

        await store.Storage.RepairAsync(null, null, CancellationToken.None);

        Assert.Equal(
            Text, await File.ReadAllTextAsync(Path.Combine(store.Path, "lost+found", Path.GetFileName(file))));
        Assert.False(File.Exists(file));
    }

    private (long Start, long End) FindLargeRecord()
    {
        using SegmentScanner scanner = new(
            File.OpenHandle(Path.Combine(store.Path, "mail", "00000001.log")),
            StoreIdentity.TryRead(Path.Combine(store.Path, "store.json"))!.Key,
            0);
        byte[] name = BitConverter.GetBytes(Convert.ToUInt64(Path.GetFileNameWithoutExtension(File1), 16));
        while (scanner.Read())
        {
            if (scanner.Payload.IndexOf(name) >= 0)
            {
                return (scanner.RecordStart, scanner.RecordStart + scanner.Header.Length);
            }
        }

        throw new InvalidOperationException("The log has no record of the file.");
    }

    private TestStore Copy()
    {
        TestStore copy = TestStore.Reserve(options);
        foreach (string path in Directory.GetFiles(store.Path, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(copy.Path, Path.GetRelativePath(store.Path, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(path, target);
        }

        return copy;
    }
}
