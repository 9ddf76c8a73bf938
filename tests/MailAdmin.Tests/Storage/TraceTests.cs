using MailAdmin.Contracts;
using MailAdmin.Storage;
using MailAdmin.Storage.Disk;
using MailAdmin.Tests.Dialogues;
using Xunit;

namespace MailAdmin.Tests.Storage;

public sealed class TraceTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static StoreSettings KeepForEver =>
        new() { HostName = "mail.example.test", TraceRetention = TimeSpan.MaxValue };

    [Fact]
    public async Task An_event_is_whole_at_once_and_after_reopening()
    {
        await using TestStore store = await TestStore.CreateAsync(settings: KeepForEver);
        MailTraceEvent traceEvent = new()
        {
            Timestamp = Noon.LocalDateTime,
            EventId = MailTraceEventId.Send,
            Source = "Queue",
            Sender = "",
            Recipient = "grüße@away.test",
            MessageId = "1@example.test",
            Subject = "Grüße \u2028 \U0001F600",
            Size = 17,
            ClientAddress = "192.0.2.1",
            StatusCode = "2.0.0",
            Detail = "250 fine\r\n{}",
        };

        store.Trace.Write(traceEvent);
        store.Trace.Write(Event(Noon.AddSeconds(1)));

        Assert.Equal([traceEvent, Event(Noon.AddSeconds(1))], await FindAsync(store, new TraceFilter()));
        await store.ReopenAsync();
        Assert.Equal([traceEvent, Event(Noon.AddSeconds(1))], await FindAsync(store, new TraceFilter()));
        string file = Path.Combine(store.Path, "trace", "2026-03-01.jsonl");
        Assert.Equal(2, (await File.ReadAllLinesAsync(file, None)).Length);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task A_filter_finds_what_it_names()
    {
        await using TestStore store = await TestStore.CreateAsync();
        MailTraceEvent[] events =
        [
            Event(Noon.AddDays(-1)) with
            {
                Sender = "Ann@example.test",
                Recipient = "bob@away.test",
                MessageId = "a1@x",
                Subject = "Offer [1]",
            },
            Event(Noon) with { Sender = "", Recipient = "eve@away.test", EventId = MailTraceEventId.Bounce },
            Event(Noon.AddHours(12)) with
            {
                Sender = "joe@example.test",
                Recipient = @"""a\\b""@away.test",
                MessageId = "b2@x",
                Subject = "An offer",
            },
        ];
        Array.ForEach(events, store.Trace.Write);

        (string Found, TraceFilter Filter)[] expected =
        [
            ("0 1 2", new TraceFilter()),
            ("0 1 2", new TraceFilter { Sender = "*" }),
            ("0", new TraceFilter { Sender = "ann@EXAMPLE.test" }),
            ("0 2", new TraceFilter { Sender = "*@example.test" }),
            ("2", new TraceFilter { Sender = "?oe@*" }),
            ("1", new TraceFilter { Sender = "<>" }),
            ("", new TraceFilter { Sender = "example.test" }),
            ("2", new TraceFilter { Recipient = @"""a\\b""@*" }),
            ("0", new TraceFilter { MessageId = "<A1@x>" }),
            ("0 2", new TraceFilter { MessageId = "*@x" }),
            ("0 2", new TraceFilter { Subject = "offer" }),
            ("0", new TraceFilter { Subject = "offer*" }),
            ("1", new TraceFilter { EventId = [MailTraceEventId.Bounce, MailTraceEventId.Delete] }),
            ("1 2", new TraceFilter { Start = Noon }),
            ("0", new TraceFilter { End = Noon }),
            ("1", new TraceFilter { Start = Noon, End = Noon.AddHours(12) }),
            ("2", new TraceFilter { Start = Noon.AddHours(12), End = DateTimeOffset.MaxValue }),
        ];
        foreach ((string found, TraceFilter filter) in expected)
        {
            List<MailTraceEvent> matching = await FindAsync(store, filter);
            Assert.Equal(found, string.Join(" ", matching.Select(one => Array.IndexOf(events, one))));
        }
    }

    [Fact]
    public async Task Events_are_told_by_time_also_those_whose_details_came_later()
    {
        await using TestStore store = await TestStore.CreateAsync();
        TaskCompletionSource<MailTraceEvent?> late = new();
        store.Trace.WriteLater(_ => new ValueTask<MailTraceEvent?>(late.Task));
        store.Trace.WriteLater(_ => throw MailException.Of(MailError.MessageNotFound));
        store.Trace.WriteLater(_ => new ValueTask<MailTraceEvent?>((MailTraceEvent?)null));
        store.Trace.WriteLater(
            _ => new ValueTask<MailTraceEvent?>(Event(Noon.AddSeconds(1)) with { Detail = "second" }));
        store.Trace.Write(Event(Noon.AddSeconds(2)) with { Detail = "third" });
        store.Trace.Write(Event(Noon.AddSeconds(2)) with { Detail = "fourth" });

        Task<List<MailTraceEvent>> found = FindAsync(store, new TraceFilter());
        late.SetResult(Event(Noon) with { Detail = "first" });

        Assert.Equal(["first", "second", "third", "fourth"], (await found).Select(one => one.Detail));
    }

    [Fact]
    public async Task Days_are_kept_as_long_as_the_settings_say()
    {
        ManualClock clock = new(Noon);
        await using TestStore store = await TestStore.CreateAsync(
            settings: new StoreSettings { HostName =
                "mail.example.test", TraceRetention = TimeSpan.FromDays(2) }, timeProvider: clock);
        for (int days = 4; days >= 0; days--)
        {
            store.Trace.Write(Event(Noon.AddDays(-days)));
        }

        await FindAsync(store, new TraceFilter());
        await File.WriteAllTextAsync(Path.Combine(store.Path, "trace", "notes.jsonl"), "not ours", None);
        await store.ReopenAsync();
        string before = await DaysAsync(store);
        clock.Advance(TimeSpan.FromDays(1));
        string after = await DaysAsync(store);

        Assert.Equal(("27 28 1", "28 1"), (before, after));
        Assert.True(File.Exists(Path.Combine(store.Path, "trace", "notes.jsonl")));
    }

    [Fact]
    public async Task An_event_is_in_the_file_after_a_second()
    {
        ManualClock clock = new(Noon);
        TaskCompletionSource written = new();
        StoreOptions options = new()
        {
            BeforeDiskStep = (_, path, _) =>
            {
                if (path.EndsWith("2026-03-01.jsonl", StringComparison.Ordinal))
                {
                    written.TrySetResult();
                }
            },
        };
        await using TestStore store = await TestStore.CreateAsync(options, timeProvider: clock);
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(30));

        store.Trace.Write(Event(Noon));
        while (!clock.HasDelayWithin(TimeSpan.FromSeconds(1)))
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.False(written.Task.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));
        await written.Task.WaitAsync(patience.Token);
    }

    [Fact]
    public async Task A_damaged_line_is_passed_over()
    {
        await using TestStore store = await TestStore.CreateAsync();
        store.Trace.Write(Event(Noon) with { Detail = "one" });
        await FindAsync(store, new TraceFilter());
        string file = Path.Combine(store.Path, "trace", "2026-03-01.jsonl");
        await File.AppendAllTextAsync(
            file,
            "\0\u0001\n\n{\"event\":\"Unknown\"}\n[]\nnull\n" + new string('x', 300_000) + "\n{\"time\":\"2026-03-01T1",
            None);

        store.Trace.Write(Event(Noon.AddSeconds(1)) with { Detail = "two" });

        Assert.Equal(["one", "two"], (await FindAsync(store, new TraceFilter())).Select(one => one.Detail));
    }

    [Fact]
    public async Task A_disk_that_refuses_the_trace_disturbs_nothing_and_the_trace_goes_on_later()
    {
        bool full = false;
        StoreOptions options = new()
        {
            BeforeDiskStep = (_, path, _) =>
            {
                if (full && path.EndsWith(".jsonl", StringComparison.Ordinal))
                {
                    throw new IOException("No space left on device") { HResult = 28 };
                }
            },
        };
        await using TestStore store = await TestStore.CreateAsync(options);
        MailboxId inbox = MailboxId.InboxOf(await store.AddAccountAsync("ann@example.test"));

        full = true;
        store.Trace.Write(Event(Noon) with { Detail = "dropped" });
        Assert.Empty(await FindAsync(store, new TraceFilter()));
        await store.AppendAsync(inbox, "mail");
        full = false;
        store.Trace.Write(Event(Noon) with { Detail = "kept" });

        Assert.Equal(["kept"], (await FindAsync(store, new TraceFilter())).Select(one => one.Detail));
    }

    [Fact]
    public async Task A_writer_that_is_late_drops_events_and_never_waits()
    {
        using ManualResetEventSlim reached = new();
        using ManualResetEventSlim goOn = new();
        StoreOptions options = new()
        {
            BeforeDiskStep = (_, path, _) =>
            {
                if (path.EndsWith(".jsonl", StringComparison.Ordinal))
                {
                    reached.Set();
                    goOn.Wait(TimeSpan.FromSeconds(60));
                }
            },
        };
        await using TestStore store = await TestStore.CreateAsync(options);
        store.Trace.Write(Event(Noon));
        Task<List<MailTraceEvent>> first = FindAsync(store, new TraceFilter());
        Assert.True(reached.Wait(TimeSpan.FromSeconds(60)));

        for (int i = 0; i < 15_000; i++)
        {
            store.Trace.Write(Event(Noon.AddSeconds(1)));
        }

        goOn.Set();
        await first;
        Assert.Equal(10_001, (await FindAsync(store, new TraceFilter())).Count);
    }

    [Fact]
    public async Task What_waits_is_written_when_the_store_is_closed_and_nothing_fails_afterwards()
    {
        await using TestStore store = await TestStore.CreateAsync(settings: KeepForEver);
        IMailTrace trace = store.Trace;
        for (int i = 0; i < 1_000; i++)
        {
            int number = i;
            trace.WriteLater(_ => new ValueTask<MailTraceEvent?>(Event(Noon.AddSeconds(number))));
        }

        await store.ReopenAsync();
        trace.Write(Event(Noon));
        trace.WriteLater(_ => default);

        Assert.Equal(1_000, (await FindAsync(store, new TraceFilter())).Count);
    }

    private static MailTraceEvent Event(DateTimeOffset time) =>
        new() { Timestamp = time.LocalDateTime, EventId = MailTraceEventId.Receive, Source = "Smtp" };

    private static Task<List<MailTraceEvent>> FindAsync(TestStore store, TraceFilter filter) =>
        store.Trace.FindAsync(filter, None).ToListAsync(None).AsTask();

    private static async Task<string> DaysAsync(TestStore store) =>
        string.Join(" ", (await FindAsync(store, new TraceFilter())).Select(one => one.Timestamp.ToUniversalTime().Day));
}
