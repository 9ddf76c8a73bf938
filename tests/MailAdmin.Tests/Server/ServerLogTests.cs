using System.IO.Pipes;
using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Logging;
using MailAdmin.Server.Ownership;
using MailAdmin.Tests.Dialogues;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using static MailAdmin.Tests.Server.TestStore;

namespace MailAdmin.Tests.Server;

public sealed class ServerLogTests
{
    private readonly ManualClock clock = new(DateTimeOffset.UnixEpoch);

    [Fact]
    public async Task What_the_server_does_is_in_the_log_of_its_store_newest_first()
    {
        using TemporaryFolder folder = new();
        await TwoProcessTests.MakeStoreAsync(folder.Store);
        await using (StoreHub hub = new())
        await using (StoreLease lease = await hub.AcquireAsync(folder.Store, StoreUse.HostListeners, None))
        {
            MailListener listener = (await lease.Administration.SendAsync(
                new StartListeners
                {
                    Protocol = [MailProtocol.Imap],
                    TlsMode = TlsMode.None,
                    Port = 0,
                    AllowPlaintextLogin = true,
                },
                None))[0];
            using LineClient client = await LineClient.ConnectAsync(listener.Port);
            await client.ReadLineAsync();
            await client.ImapAsync("a1", "LOGIN ann@example.test wrong");
        }

        List<MailServerLogEntry> entries = await ReadAsync(folder.Store);

        Assert.Contains("is closed", entries[0].Message, StringComparison.Ordinal);
        MailServerLogEntry refused = Assert.Single(entries, entry => entry.EventId == 11);
        Assert.Equal((MailLogLevel.Warning, "Server.Logon.Authenticator"), (refused.Level, refused.Category));
        Assert.Equal(Environment.ProcessId, refused.ProcessId);
        int started = entries.FindIndex(entry => entry.EventId == 1);
        Assert.True(started > entries.IndexOf(refused));
        Assert.Single(await ReadAsync(folder.Store, new ServerLogFilter { Level = MailLogLevel.Warning }));
        Assert.Equal(
            refused, Assert.Single(await ReadAsync(folder.Store, new ServerLogFilter { Text = "logon BY imap*" })));
        Assert.Equal(refused, Assert.Single(await ReadAsync(folder.Store, new ServerLogFilter { Text = "by Imap from" })));
    }

    [Fact]
    public async Task What_has_just_happened_in_this_process_is_read_too()
    {
        await using TwoHubs hubs = await TwoHubs.CreateAsync();
        await using StoreLease lease = await hubs.Owner.AcquireAsync(hubs.Path, StoreUse.HostListeners, None);
        for (int i = 0; i < 20; i++)
        {
            MailListener listener = (await lease.Administration.SendAsync(
                new StartListeners { Protocol = [MailProtocol.Pop3], Port = 0 }, None))[0];
            List<MailServerLogEntry> entries =
                await hubs.Owner.ReadLogAsync(hubs.Path, new ServerLogFilter { First = 1 }, _ => { }, None).ToListAsync();
            Assert.Contains($":{listener.Port} ", entries[0].Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task First_takes_the_newest_Last_the_oldest_and_Since_those_after_a_time()
    {
        using TemporaryFolder folder = new();
        await using (StoreLog log = OpenLog(folder))
        {
            for (int i = 0; i < 5; i++)
            {
                log.Write(MailLogLevel.Information, "Test", i, $"entry {i}", null);
                clock.Advance(TimeSpan.FromHours(1));
            }
        }

        Assert.Equal([4, 3], await IdsAsync(folder, new ServerLogFilter { First = 2 }));
        Assert.Equal([1, 0], await IdsAsync(folder, new ServerLogFilter { Last = 2 }));
        Assert.Equal([3], await IdsAsync(folder, new ServerLogFilter { First = 2, Last = 1 }));
        Assert.Equal(
            [4, 3, 2],
            await IdsAsync(folder, new ServerLogFilter { Since = DateTimeOffset.UnixEpoch.AddHours(2) }));
    }

    [Theory]
    [InlineData("a\u001b[31mred", @"a\u001B[31mred")]
    [InlineData("a\r\nb\u0085\u2028", @"a\u000D\u000Ab\u0085\u2028")]
    [InlineData("user\u202Etxt.exe", @"user\u202Etxt.exe")]
    [InlineData("宮沢 \ud83d\ude00 é", "宮沢 \ud83d\ude00 é")]
    public async Task Control_characters_from_the_network_are_escaped(string given, string shown)
    {
        using TemporaryFolder folder = new();
        await using (StoreLog log = OpenLog(folder))
        {
            log.CreateLogger("MailAdmin.Part")
                .Log(LogLevel.Error, default, given, new IOException(given), (text, _) => text);
        }

        MailServerLogEntry entry = Assert.Single(await ReadAsync(folder.Path));
        Assert.Equal(shown, entry.Message);
        Assert.Equal("Part", entry.Category);
        Assert.DoesNotContain(entry.Exception!, character => char.IsControl(character) && character != '\n');
        Assert.DoesNotContain('\u001b', await File.ReadAllTextAsync(LogFiles.Find(folder.Path)[0], None));
    }

    [Fact]
    public void Half_of_a_surrogate_pair_is_escaped_and_a_long_text_is_cut()
    {
        Assert.Equal(@"a\uD83Db\uDE00", LogText.Line("a\ud83db\ude00", 100));
        Assert.Equal(@"\u0007bc…", LogText.Line("\abcd", 3));
        Assert.Equal("abc…", LogText.Lines("abcd", 3));
    }

    [Fact]
    public async Task Damaged_lines_are_left_out_and_counted_and_writing_goes_on_after_them()
    {
        using TemporaryFolder folder = new();
        await using (StoreLog log = OpenLog(folder))
        {
            log.Write(MailLogLevel.Information, "Test", 1, "before", null);
        }

        string file = LogFiles.Find(folder.Path)[0];
        using (FileStream stream = new(file, FileMode.Append))
        {
            stream.Write([0xFF, 0xFE, (byte)'\n', (byte)'{', (byte)'}', (byte)'\n']);
            stream.Write(new byte[3 << 20]);
            stream.Write("\n[1]\nnull\n{\"time\":\"never\"}\n{\"message\":\"torn"u8);
        }

        await using (StoreLog log = OpenLog(folder))
        {
            log.Write(MailLogLevel.Information, "Test", 2, "after", null);
        }

        int damaged = 0;
        Assert.Equal([2, 1], (await ReadAsync(folder.Path, damaged: count => damaged = count)).Select(e => e.EventId));
        Assert.Equal(7, damaged);
    }

    [Fact]
    public async Task The_log_is_bounded_and_only_its_user_reads_it()
    {
        using TemporaryFolder folder = new();
        using LogFiles files = new(folder.Path);
        files.CreateFolder();
        byte[] line = Encoding.ASCII.GetBytes(new string('x', 1 << 20) + "\n");
        for (int i = 0; i < 80; i++)
        {
            files.Append(line);
        }

        IReadOnlyList<string> found = LogFiles.Find(folder.Path);
        Assert.Equal(LogFiles.MaxFiles, found.Count);
        Assert.All(found, file => Assert.InRange(new FileInfo(file).Length, 1, LogFiles.MaxFileSize + line.Length));
        Assert.Equal("00000008.jsonl", Path.GetFileName(found[0]));
        foreach (string file in found)
        {
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }
    }

    [Fact]
    public async Task What_cannot_be_written_stops_nothing_and_is_counted_when_it_can_be_again()
    {
        using TemporaryFolder folder = new();
        string place = LogFiles.FolderOf(folder.Path);
        await File.WriteAllTextAsync(place, "in the way", None);
        await using (StoreLog log = OpenLog(folder))
        {
            log.Write(MailLogLevel.Error, "Test", 1, "lost", null);
            await UntilAsync(() => log.Lost == 1);
            File.Delete(place);
            Directory.CreateDirectory(place);
            log.Write(MailLogLevel.Error, "Test", 2, "kept", null);
        }

        List<MailServerLogEntry> entries = await ReadAsync(folder.Path);
        Assert.Equal([0, 2], entries.Select(entry => entry.EventId));
        Assert.StartsWith("1 entries of this log are missing", entries[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kind_of_entry_that_floods_the_log_is_limited_and_what_is_left_out_is_counted()
    {
        using TemporaryFolder folder = new();
        await using (StoreLog log = OpenLog(folder))
        {
            for (int i = 0; i < LogThrottle.MaxPerMinute + 40; i++)
            {
                log.Write(MailLogLevel.Warning, "Test", 11, "guess", null);
            }

            log.Write(MailLogLevel.Error, "Test", 5, "important", null);
            clock.Advance(TimeSpan.FromMinutes(1));
            log.Write(MailLogLevel.Warning, "Test", 11, "guess", null);
        }

        List<MailServerLogEntry> entries = await ReadAsync(folder.Path);
        Assert.Equal(LogThrottle.MaxPerMinute + 3, entries.Count);
        Assert.StartsWith("40 more entries", entries[1].Message, StringComparison.Ordinal);
        Assert.Equal("important", entries[2].Message);
    }

    [Fact]
    public async Task A_log_file_that_was_removed_is_made_again_but_not_the_folder_of_a_store_that_is_gone()
    {
        using TemporaryFolder folder = new();
        await using StoreLog log = OpenLog(folder);
        log.Write(MailLogLevel.Information, "Test", 1, "one", null);
        await UntilAsync(() => HasFileWith(folder, "one"));
        File.Delete(LogFiles.Find(folder.Path)[0]);
        log.Write(MailLogLevel.Information, "Test", 2, "two", null);
        await UntilAsync(() => HasFileWith(folder, "two"));
        Directory.Delete(LogFiles.FolderOf(folder.Path), recursive: true);
        log.Write(MailLogLevel.Information, "Test", 3, "three", null);
        await UntilAsync(() => log.Lost == 1);

        Assert.False(Directory.Exists(LogFiles.FolderOf(folder.Path)));
    }

    [Fact]
    public async Task Who_waits_for_listeners_has_the_warnings_but_not_the_rest()
    {
        await using TwoHubs hubs = await TwoHubs.CreateAsync();
        await using StoreLease lease = await hubs.Owner.AcquireAsync(hubs.Path, StoreUse.HostListeners, None);
        MailListener listener = (await lease.Administration.SendAsync(
            new StartListeners { Protocol = [MailProtocol.Pop3], TlsMode = TlsMode.None, Port = 0, AllowPlaintextLogin = true },
            None))[0];
        List<MailServerLogEntry> warned = [];
        Task waiting = hubs.Owner.WaitForListenersAsync(hubs.Path, warned.Add, None);

        using (LineClient client = await LineClient.ConnectAsync(listener.Port))
        {
            await client.ReadLineAsync();
            await client.SendAsync("USER ann@example.test\r\n");
            await client.ReadLineAsync();
            await client.SendAsync("PASS wrong\r\n");
            await client.ReadLineAsync();
        }

        await lease.Administration.SendAsync(new StopListeners(new ListenerFilter(), TimeSpan.FromSeconds(5)), None);
        await waiting;

        Assert.Equal([11], warned.Select(entry => entry.EventId));
    }

    [Theory]
    [InlineData("8:12345", "socket:[12345]", true)]
    [InlineData("8:12345", "socket:[123456]", false)]
    [InlineData("8:12345", "/dev/pts/0", false)]
    [InlineData("12345", "socket:[12345]", false)]
    [InlineData(null, "socket:[12345]", false)]
    [InlineData("8:12345", null, false)]
    public void The_journal_is_used_only_when_the_standard_error_is_its_stream(string? stream, string? target, bool used) =>
        Assert.Equal(used, JournalOutput.IsJournal(stream, target));

    [Fact]
    public async Task Each_line_in_the_journal_has_its_priority()
    {
        await using AnonymousPipeServerStream pipe = new(PipeDirection.In);
        JournalOutput journal = new(new(pipe.ClientSafePipeHandle.DangerousGetHandle(), ownsHandle: false));

        journal.Write(new MailServerLogEntry { Level = MailLogLevel.Error, Category = "Part", Message = "a", Exception = "b\nc" });
        journal.Write(new MailServerLogEntry { Level = MailLogLevel.Information, Category = "Part", Message = "d" });
        pipe.DisposeLocalCopyOfClientHandle();

        using StreamReader reader = new(pipe);
        Assert.Equal("<3>Part: a\n<3>Part: b\n<3>Part: c\n<6>Part: d\n", await reader.ReadToEndAsync(None));
    }

    [Fact]
    public async Task Lines_are_read_backwards_whatever_their_length()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "lines");
        Random random = new(7);
        List<string> lines = [.. Enumerable.Range(0, 400).Select(i => $"{i}:" + new string('x', random.Next(0, 1_500)))];
        lines[100] = "100:" + new string('y', 200_000);
        await File.WriteAllTextAsync(path, string.Join('\n', lines), None);

        using var file = File.OpenHandle(path);
        BackwardLines reader = new(file, 1 << 20);
        List<string> read = [];
        while (reader.TryRead(out ReadOnlySpan<byte> line))
        {
            read.Add(Encoding.ASCII.GetString(line));
        }

        read.Reverse();
        Assert.Equal(lines, read);
        Assert.Equal(0, reader.TooLong);
    }

    private StoreLog OpenLog(TemporaryFolder folder)
    {
        StoreLog log = new(folder.Path, clock, NullLoggerFactory.Instance);
        log.Start();
        return log;
    }

    private static async Task<List<MailServerLogEntry>> ReadAsync(
        string path, ServerLogFilter? filter = null, Action<int>? damaged = null)
    {
        // What is no store has no log, and whoever asks for one is told so.
        string identity = Path.Combine(path, "store.json");
        if (!File.Exists(identity))
        {
            await File.WriteAllTextAsync(identity, "{}", None);
        }

        await using StoreHub hub = new();
        return await hub.ReadLogAsync(
            path, filter ?? new ServerLogFilter(), damaged ?? (count => Assert.Fail($"{count} damaged lines")), None)
            .ToListAsync();
    }

    private static async Task<List<int>> IdsAsync(TemporaryFolder folder, ServerLogFilter filter) =>
        [.. (await ReadAsync(folder.Path, filter)).Select(entry => entry.EventId)];

    private static bool HasFileWith(TemporaryFolder folder, string text)
    {
        if (LogFiles.Find(folder.Path) is not [string path] || LogFiles.TryOpen(path) is not { } file)
        {
            return false;
        }

        using StreamReader reader = new(new FileStream(file, FileAccess.Read));
        return reader.ReadToEnd().Contains(text, StringComparison.Ordinal);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
