using MailAdmin.Contracts;
using MailAdmin.Storage;
using MailAdmin.Storage.Disk;
using Xunit;

namespace MailAdmin.Tests.Storage;

/// <summary>A log of several segments, and the hints of those that are sealed.</summary>
public sealed class SegmentTests
{
    private static readonly StoreOptions Small = new() { SegmentSize = 4_000 };

    [Fact]
    public async Task A_full_segment_is_sealed_gets_a_hint_and_the_log_goes_on_in_the_next()
    {
        await using TestStore store = await TestStore.CreateAsync(Small);
        string[] before = await FillAsync(store);
        await store.ReopenAsync();

        Assert.True(Files(store, "*.log").Length > 3);
        Assert.Equal(Files(store, "*.log").Length - 1, Files(store, "*.hint").Length);
        Assert.Empty(store.Storage.OpeningFindings);
        Assert.Equal(before, await DescribeAsync(store));
    }

    [Theory]
    [InlineData("deleted", "HintMissing")]
    [InlineData("cut", "HintDamaged")]
    [InlineData("flipped", "HintDamaged")]
    [InlineData("foreign", "HintDamaged")]
    public async Task A_hint_that_is_damaged_is_not_used_and_written_again(string damage, string code)
    {
        await using TestStore store = await TestStore.CreateAsync(Small);
        string[] before = await FillAsync(store);
        await store.CloseAsync();
        string[] hints = Files(store, "*.hint");
        byte[] bytes = await File.ReadAllBytesAsync(hints[1]);
        switch (damage)
        {
            case "deleted":
                File.Delete(hints[1]);
                break;
            case "cut":
                await File.WriteAllBytesAsync(hints[1], bytes[..^1]);
                break;
            case "flipped":
                bytes[^3] ^= 1;
                await File.WriteAllBytesAsync(hints[1], bytes);
                break;
            default:
                File.Copy(hints[0], hints[1], overwrite: true);
                break;
        }

        await store.OpenAsync();
        MailStoreFinding finding = Assert.Single(store.Storage.OpeningFindings);

        Assert.Equal((code, hints[1]), (finding.Code, finding.Target));
        Assert.Equal(before, await DescribeAsync(store));
        await store.ReopenAsync();
        Assert.Empty(store.Storage.OpeningFindings);
        Assert.Equal(before, await DescribeAsync(store));
    }

    [Fact]
    public async Task A_lost_directory_file_is_made_again_also_from_sealed_segments()
    {
        await using TestStore store = await TestStore.CreateAsync(Small);
        string[] before = await FillAsync(store);
        await store.CloseAsync();
        File.Delete(Path.Combine(store.Path, "directory.db"));

        await store.OpenAsync();

        Assert.Equal(before, await DescribeAsync(store));
        Assert.NotNull(
            await store.Directory.Accounts.FindAsync(EmailAddress.Parse("ann@example.test"), CancellationToken.None));
        Assert.Equal("DirectoryRebuilt", Assert.Single(store.Storage.OpeningFindings).Code);
    }

    [Fact]
    public async Task A_sealed_segment_that_was_cut_costs_only_what_was_in_the_cut()
    {
        await using TestStore store = await TestStore.CreateAsync(Small);
        string[] before = await FillAsync(store);
        await store.CloseAsync();
        string segment = Files(store, "*.log")[1];
        byte[] bytes = await File.ReadAllBytesAsync(segment);
        await File.WriteAllBytesAsync(segment, bytes[..^10]);

        await store.OpenAsync();

        Assert.Equal(bytes.Length - 10, new FileInfo(segment).Length);
        Assert.Contains(store.Storage.OpeningFindings, finding => finding.Code == "DamagedRecord");
        Assert.Equal(before.Length - 1, (await DescribeAsync(store)).Length);
    }

    [Fact]
    public async Task A_test_of_a_sound_store_finds_nothing_and_of_a_damaged_one_says_what()
    {
        await using TestStore store = await TestStore.CreateAsync(Small);
        await FillAsync(store);
        MailboxId inbox = new(new AccountId(1), MailboxId.InboxNumber);
        await store.AppendAsync(inbox, new byte[2 << 20]);
        await store.ReopenAsync();
        Assert.Empty(await store.Storage.TestAsync(null, CancellationToken.None));

        await DamageAsync(Files(store, "*.log")[1], -20);
        await DamageAsync(Files(store, "large/*.eml")[0], 1000);
        string hint = Files(store, "*.hint")[0];
        File.Delete(hint);
        string orphan = Path.Combine(store.Path, "mail", "large", "00000000000000ff.eml");
        await File.WriteAllTextAsync(orphan, "x");
        List<double> progress = [];
        IReadOnlyList<MailStoreFinding> found =
            await store.Storage.TestAsync(new Steps(progress), CancellationToken.None);
        IReadOnlyList<MailStoreFinding> repaired = await store.Storage.RepairAsync(null, null, CancellationToken.None);

        Assert.Equal(
            ["DamagedRecord", "HintMissing", "LargeFileMissing", "LargeFileOrphaned"],
            found.Select(finding => finding.Code).Order());
        Assert.Equal(1, progress[^1]);
        Assert.Equal(progress.Order(), progress);
        Assert.Equal(
            ["HintMissing", "LargeFileOrphaned"],
            repaired.Where(finding => finding.Repaired).Select(finding => finding.Code).Order());
        Assert.True(File.Exists(hint));
        Assert.False(File.Exists(orphan));
    }

    [Fact]
    public async Task A_directory_file_that_something_else_changed_is_found_and_rebuilt()
    {
        await using TestStore store = await TestStore.CreateAsync();
        await store.AddAccountAsync("ann@example.test");
        await store.ReopenAsync();
        string path = Path.Combine(store.Path, "directory.db");
        Assert.Empty(await store.Storage.TestAsync(null, CancellationToken.None));

        IReadOnlyList<MailStoreFinding> repaired = await store.Storage.RepairAsync(
            [
                new MailStoreFinding
                {
                    Code = "DirectoryBehind",
                    Severity = FindingSeverity.Warning,
                    Target = path,
                    Repairable = true,
                },
            ],
            null,
            CancellationToken.None);

        Assert.True(Assert.Single(repaired).Repaired);
        Assert.Empty(await store.Storage.TestAsync(null, CancellationToken.None));
        await store.ReopenAsync();
        Assert.Empty(store.Storage.OpeningFindings);
    }

    [Fact]
    public async Task A_file_that_a_killed_process_left_is_removed_at_the_next_opening()
    {
        await using TestStore store = await TestStore.CreateAsync();
        await store.CloseAsync();
        string orphan = Path.Combine(store.Path, "mail", "large", "00000000000000ff.eml");
        await File.WriteAllTextAsync(orphan, "x");

        await store.OpenAsync();

        Assert.False(File.Exists(orphan));
        Assert.Equal("LargeFileOrphaned", Assert.Single(store.Storage.OpeningFindings).Code);
    }

    [Fact]
    public async Task A_segment_that_has_grown_beyond_4_GB_is_read_and_the_log_goes_on_in_the_next()
    {
        await using TestStore store = await TestStore.CreateAsync();
        MailboxId inbox = MailboxId.InboxOf(await store.AddAccountAsync("ann@example.test"));
        await store.AppendAsync(inbox, "before");
        await store.CloseAsync();
        ForgedRecords.Append(
            store.Path, record => ForgedRecords.Message(record, inbox, uid: 2, "beyond"u8), hole: 1L << 32);

        await store.OpenAsync();
        Assert.Equal("beyond", await store.ReadTextAsync(inbox, new Uid(2)));
        await store.Mailboxes.CopyAsync(inbox, [new Uid(2)], inbox, 0, CancellationToken.None);
        Assert.Equal("beyond", await store.ReadTextAsync(inbox, new Uid(3)));
        Assert.Equal(2, Files(store, "*.log").Length);
    }

    [Fact]
    public async Task A_message_with_a_flipped_byte_is_refused_rather_than_given_out()
    {
        await using TestStore store = await TestStore.CreateAsync();
        MailboxId inbox = MailboxId.InboxOf(await store.AddAccountAsync("ann@example.test"));
        Uid uid = await store.AppendAsync(inbox, new byte[1_000]);
        await DamageAsync(Files(store, "*.log")[0], -500);

        MailException error = await Assert.ThrowsAsync<MailException>(() => store.ReadAsync(inbox, uid));

        Assert.Equal(MailError.StoreFailed, error.Error);
    }

    private static async Task DamageAsync(string path, int place)
    {
        await using FileStream file =
            new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        file.Position = place < 0 ? file.Length + place : place;
        int value = file.ReadByte();
        file.Position--;
        file.WriteByte((byte)(value ^ 1));
    }

    private static string[] Files(TestStore store, string pattern)
    {
        string folder = Path.Combine(store.Path, "mail", Path.GetDirectoryName(pattern)!);
        return [.. Directory.GetFiles(folder, Path.GetFileName(pattern)).Order(StringComparer.Ordinal)];
    }

    private static async Task<string[]> FillAsync(TestStore store)
    {
        MailboxId inbox = MailboxId.InboxOf(await store.AddAccountAsync("ann@example.test"));
        for (int i = 0; i < 20; i++)
        {
            await store.AppendAsync(inbox, $"{i} " + new string('x', 900));
        }

        return await DescribeAsync(store);
    }

    private static async Task<string[]> DescribeAsync(TestStore store)
    {
        List<string> texts = [];
        MailboxId inbox = new(new AccountId(1), MailboxId.InboxNumber);
        foreach (MessageInfo message in await store.MessagesAsync(inbox))
        {
            texts.Add($"{message} {await store.ReadTextAsync(inbox, message.Uid)}");
        }

        return [.. texts];
    }

    private sealed class Steps(List<double> steps) : IProgress<double>
    {
        public void Report(double value) => steps.Add(value);
    }
}
