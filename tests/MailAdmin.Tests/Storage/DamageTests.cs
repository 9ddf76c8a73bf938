using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Storage;
using MailAdmin.Storage.Disk;
using MailAdmin.Storage.Log;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MailAdmin.Tests.Storage;

/// <summary>A flipped, cut or zeroed byte anywhere in a log costs at most the record it is in.</summary>
public sealed class DamageTests : IAsyncLifetime
{
    private const int MessageCount = 8;
    private TestStore store = null!;
    private byte[] log = [];
    private byte[] identity = [];
    private List<(long Start, long End)> records = [];
    private AccountId account;

    public async ValueTask InitializeAsync()
    {
        store = await TestStore.CreateAsync();
        account = await store.AddAccountAsync("ann@example.test");
        MailboxId inbox = MailboxId.InboxOf(account);
        for (int i = 0; i < MessageCount; i++)
        {
            await store.AppendAsync(inbox, TextOf(i));
        }

        await store.CloseAsync();
        log = await File.ReadAllBytesAsync(LogOf(store.Path));
        identity = await File.ReadAllBytesAsync(Path.Combine(store.Path, "store.json"));
        records = FindRecords();
    }

    public async ValueTask DisposeAsync() => await store.DisposeAsync();

    [Fact]
    public Task A_flipped_byte_anywhere_costs_at_most_its_record() => ForEachByteAsync(
        position =>
        {
            byte[] damaged = [.. log];
            damaged[position] ^= 0xFF;
            return damaged;
        },
        AssertOthersIntact);

    [Fact]
    public Task A_zeroed_byte_anywhere_costs_at_most_its_record() => ForEachByteAsync(
        position =>
        {
            byte[] damaged = [.. log];
            damaged[position] = 0;
            return damaged;
        },
        AssertOthersIntact);

    [Fact]
    public Task A_zeroed_stretch_anywhere_costs_at_most_the_records_it_is_in() => ForEachByteAsync(
        position =>
        {
            byte[] damaged = [.. log];
            damaged.AsSpan(position, Math.Min(40, log.Length - position)).Clear();
            return damaged;
        },
        (position, found) => AssertIntact(found, start => start.End <= position || start.Start >= position + 40));

    [Fact]
    public Task A_log_that_is_cut_anywhere_keeps_every_whole_record() => ForEachByteAsync(
        position => log[..position],
        (position, found) => AssertIntact(found, record => record.End <= position));

    [Fact]
    public async Task What_is_cut_from_the_end_is_kept_aside()
    {
        await WriteAsync(store.Path, log[..^5]);
        await using TestStore opened = store;
        await opened.OpenAsync();

        MailStoreFinding finding = Assert.Single(opened.Storage.OpeningFindings, found => found.Code == "TornTail");

        Assert.Equal(("TornTail", true), (finding.Code, finding.Repaired));
        (long start, long end) = records[^1];
        Assert.Equal(
            log[(int)start..((int)end - 5)],
            await File.ReadAllBytesAsync(Path.Combine(store.Path, "mail", "00000001.torn-1")));
    }

    [Fact]
    public async Task A_damaged_record_in_the_middle_stays_in_the_file_and_is_reported()
    {
        (long start, long end) = records[^3];
        byte[] damaged = [.. log];
        damaged[end - 1] ^= 1;
        await WriteAsync(store.Path, damaged);
        await store.OpenAsync();

        MailStoreFinding finding = Assert.Single(store.Storage.OpeningFindings);

        Assert.Equal(("DamagedRecord", FindingSeverity.Error), (finding.Code, finding.Severity));
        Assert.EndsWith($":{start}", finding.Target, StringComparison.Ordinal);
        await store.CloseAsync();
        Assert.Equal(damaged, (await File.ReadAllBytesAsync(LogOf(store.Path)))[..damaged.Length]);
    }

    [Fact]
    public async Task A_message_that_looks_like_a_record_is_never_taken_for_one()
    {
        // The bytes of a real record of another store, inside a message whose own record is damaged.
        await using TestStore other = await TestStore.CreateAsync();
        MailboxId inbox = MailboxId.InboxOf(await other.AddAccountAsync("ann@example.test"));
        byte[] hostile = [.. "x"u8, .. log[(int)records[^1].Start..]];
        await other.AppendAsync(inbox, hostile);
        await other.CloseAsync();
        byte[] damaged = await File.ReadAllBytesAsync(LogOf(other.Path));
        damaged[^(int)(records[^1].End - records[^1].Start + 2)] ^= 1;
        await WriteAsync(other.Path, damaged);

        await other.OpenAsync();

        Assert.Empty(await other.MessagesAsync(inbox));
    }

    private static string TextOf(int number) => $"message {number}";

    private static string LogOf(string path) => Path.Combine(path, "mail", "00000001.log");

    private static async Task WriteAsync(string path, byte[] bytes) =>
        await File.WriteAllBytesAsync(LogOf(path), bytes);

    private List<(long Start, long End)> FindRecords()
    {
        using SegmentScanner scanner = new(
            File.OpenHandle(LogOf(store.Path)), StoreIdentity.TryRead(Path.Combine(store.Path, "store.json"))!.Key, 0);
        List<(long, long)> found = [];
        while (scanner.Read())
        {
            found.Add((scanner.RecordStart, scanner.RecordStart + scanner.Header.Length));
        }

        return found;
    }

    private void AssertOthersIntact(int position, List<string> found)
    {
        AssertIntact(found, record => position < record.Start || position >= record.End);
    }

    // The messages are the last records, in order.
    private void AssertIntact(List<string> found, Func<(long Start, long End), bool> isIntact)
    {
        for (int i = 0; i < MessageCount; i++)
        {
            bool expected = isIntact(records[records.Count - MessageCount + i]);
            if (expected != found.Contains(TextOf(i)))
            {
                Assert.Fail($"Message {i}: expected {expected}.");
            }
        }
    }

    private async Task ForEachByteAsync(Func<int, byte[]> damage, Action<int, List<string>> check)
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, log.Length), async (position, _) =>
        {
            byte[] damaged = damage(position);
            if (damaged.AsSpan().SequenceEqual(log))
            {
                return;
            }

            try
            {
                await CheckAsync(position, damaged, check);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Byte {position} of {log.Length}: {exception.Message}", exception);
            }
        });
    }

    private async Task CheckAsync(int position, byte[] damaged, Action<int, List<string>> check)
    {
        await using TestStore copy = TestStore.Reserve(new StoreOptions { KeepDirectoryFile = false });
        Directory.CreateDirectory(Path.Combine(copy.Path, "mail", "large"));
        await File.WriteAllBytesAsync(Path.Combine(copy.Path, "store.json"), identity);
        await WriteAsync(copy.Path, damaged);
        await copy.OpenAsync();
        List<string> found = await ReadAllAsync(copy);
        check(position, found);

        // Now and then, for the sake of time: writing goes on, and is there after another opening.
        if (position % 11 == 0)
        {
            await copy.AddDomainAsync("later.test");
            MailboxId later = MailboxId.InboxOf(await copy.AddAccountAsync("bob@later.test"));
            Uid uid = await copy.AppendAsync(later, "later");
            await copy.ReopenAsync();
            Assert.Equal("later", await copy.ReadTextAsync(later, uid));
            Assert.Equal(found, (await ReadAllAsync(copy)).Where(text => text != "later"));
        }
    }

    private async Task<List<string>> ReadAllAsync(TestStore from)
    {
        List<string> texts = [];
        MailboxId inbox = MailboxId.InboxOf(account);
        try
        {
            foreach (MessageInfo message in await from.MessagesAsync(inbox))
            {
                texts.Add(await from.ReadTextAsync(inbox, message.Uid));
            }
        }
        catch (MailException exception) when (exception.Error == MailError.AccountNotFound)
        {
            // Everything of the account was cut off.
        }

        return texts;
    }
}
