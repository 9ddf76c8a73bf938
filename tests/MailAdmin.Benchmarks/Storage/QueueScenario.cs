using System.Diagnostics;
using MailAdmin.Contracts;

namespace MailAdmin.Benchmarks.Storage;

/// <summary>
/// A long queue: how fast items are added and deferred, how fast it opens, and what an item takes in memory.
/// </summary>
internal static class QueueScenario
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static async Task RunAsync(ScenarioArguments arguments, TextWriter output)
    {
        int count = arguments.Number("count", 100_000);
        int writers = arguments.Number("writers", 32);
        int size = arguments.Number("size", 4096);
        using ScratchFolder folder = new(arguments);
        await FillAsync(folder.Path, count, writers, size, output);
        long open = await OpenAsync(folder.Path, output);
        await Task.Yield();

        // What stays when the store is closed is of the process, not of the queue.
        Figures.Write(
            output, "memory", (open - GC.GetTotalMemory(forceFullCollection: true)) / (double)count, "bytes an item");
    }

    private static async Task<long> OpenAsync(string path, TextWriter output)
    {
        long started = Stopwatch.GetTimestamp();
        await using IMailStorage opened = await BenchmarkStore.OpenAsync(path);
        Figures.Write(output, "opened", Stopwatch.GetElapsedTime(started).TotalSeconds, "s");
        long memory = GC.GetTotalMemory(forceFullCollection: true);
        started = Stopwatch.GetTimestamp();
        using IDisposable watch = opened.Queue.Watch(_ => { }, out IReadOnlyList<QueueSchedule> schedules);
        Figures.Write(
            output,
            "timetable",
            Stopwatch.GetElapsedTime(started).TotalMilliseconds,
            $"ms for {schedules.Count:N0} items");
        started = Stopwatch.GetTimestamp();
        int listed = await opened.Queue.ListAsync(CancellationToken.None).CountAsync();
        Figures.Write(output, "listed", listed / Stopwatch.GetElapsedTime(started).TotalSeconds, "per s");
        return memory;
    }

    private static async Task FillAsync(string path, int count, int writers, int size, TextWriter output)
    {
        await using IMailStorage store = await BenchmarkStore.CreateAsync(path);
        byte[] bytes = new byte[size];
        await MeasureAsync(output, "queue", count, writers, size, i => AddAsync(store, i, bytes));
        await MeasureAsync(output, "deferred", count, writers, 0, i => store.Queue.CommitAsync(
            new MailCommit { Updates = [new QueueUpdate(i + 1, Defer)] }, CancellationToken.None));
    }

    private static async Task MeasureAsync(
        TextWriter output, string name, int count, int writers, int size, Func<int, Task> step)
    {
        int next = -1;
        long started = Stopwatch.GetTimestamp();
        TimeSpan cpu = Process.GetCurrentProcess().TotalProcessorTime;
        await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(async () =>
        {
            for (int i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
            {
                await step(i);
            }
        })));
        Figures.Write(
            output,
            name,
            count,
            writers,
            size,
            Stopwatch.GetElapsedTime(started),
            Process.GetCurrentProcess().TotalProcessorTime - cpu);
    }

    private static async Task AddAsync(IMailStorage store, int number, byte[] bytes)
    {
        await using MessageSpool spool = store.Mailboxes.CreateSpool();
        await spool.WriteAsync(bytes, CancellationToken.None);
        await spool.CompleteAsync(CancellationToken.None);
        EmailAddress recipient = EmailAddress.Parse($"somebody.{number}@domain{number % 500}.test");
        QueueItem item = new()
        {
            ReversePath = EmailAddress.Parse($"sender.{number % 1000}@example.test"),
            Domain = recipient.Domain,
            SenderDomain = DomainName.Parse("example.test"),
            Recipients = [new QueueRecipient { Address = recipient }],
            MessageId = $"{number:D12}.abcdefgh@mail.example.test",
            Subject = "A subject of the usual length, as people write it",
            Queued = Noon,
            Expires = Noon.AddDays(5),
            NextAttempt = Noon.AddSeconds(number),
        };
        NewMessage message = new(spool, default, Noon);
        await store.Queue.CommitAsync(
            new MailCommit { Additions = [new NewQueueItem(message, item)] }, CancellationToken.None);
    }

    private static QueueItem Defer(QueueItem item) => item with
    {
        Attempts = item.Attempts + 1,
        LastAttempt = item.NextAttempt,
        NextAttempt = item.NextAttempt.AddMinutes(15),
        NextHop = "mx1." + item.Domain,
        LastError = "450 4.2.1 The mailbox is busy, try again later",
        StatusCode = "4.2.1",
        Recipients =
        [
            item.Recipients[0] with
            {
                StatusCode = "4.2.1",
                LastReply = "450 4.2.1 The mailbox is busy, try again later",
            },
        ],
    };
}
