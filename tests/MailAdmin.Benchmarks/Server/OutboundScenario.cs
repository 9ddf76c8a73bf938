using System.Diagnostics;
using System.Text;
using MailAdmin.Benchmarks.Storage;
using MailAdmin.Contracts;
using MailAdmin.Server.Outbound;
using MailAdmin.Server.Reports;
using MailAdmin.Server.Routing;
using Microsoft.Extensions.Logging.Abstractions;

namespace MailAdmin.Benchmarks.Server;

/// <summary>
/// Messages that go from the queue of a store on disk to a sink that takes everything: found, sent, and their end
/// committed. By smart hosts, so that no DNS is needed; a domain of senders has its own, which makes next hops of them.
/// </summary>
internal static class OutboundScenario
{
    public static async Task RunAsync(ScenarioArguments arguments, TextWriter output)
    {
        using LoopbackSink? own = arguments.Text("sink") is null ? new LoopbackSink() : null;
        string sink = arguments.Text("sink") ?? own!.Address;
        await MeasureAsync(arguments, sink, 1, output);
        await MeasureAsync(arguments, sink, 32, output);
    }

    private static async Task MeasureAsync(
        ScenarioArguments arguments, string sink, int destinations, TextWriter output)
    {
        int count = arguments.Number("count", 2_000);
        int size = arguments.Number("size", 4_096);
        using ScratchFolder folder = new(arguments);
        await using IMailStorage storage = await BenchmarkStore.CreateAsync(folder.Path);
        for (int i = 0; i < destinations; i++)
        {
            // Every address of 127/8 is this machine, and each is a next hop of its own.
            string host = i == 0 ? sink : sink.Replace("127.0.0.1", $"127.0.0.{i + 1}", StringComparison.Ordinal);
            DomainRecord domain = new() { Name = DomainName.Parse($"sender{i}.test"), SmartHost = host };
            await storage.Directory.Domains.CreateAsync(domain, BenchmarkStore.Origin, CancellationToken.None);
        }

        await FillAsync(storage, count, size, destinations);
        NothingElse nothing = new();
        await using OutboundService service = new(
            storage,
            nothing,
            storage.Trace,
            nothing,
            _ => null,
            TimeProvider.System,
            NullLoggerFactory.Instance,
            new OutboundOptions());
        TaskCompletionSource empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using IDisposable watch = storage.Queue.Watch(
            _ =>
            {
                if (storage.Queue.Count == 0)
                {
                    empty.TrySetResult();
                }
            },
            out IReadOnlyList<QueueSchedule> _);
        TimeSpan cpu = Process.GetCurrentProcess().TotalProcessorTime;
        long started = Stopwatch.GetTimestamp();
        await service.StartAsync();
        await empty.Task;
        Figures.Write(
            output, $"outbound to {destinations}", count, destinations, size, Stopwatch.GetElapsedTime(started), Process.GetCurrentProcess().TotalProcessorTime - cpu);
    }

    private static async Task FillAsync(IMailStorage storage, int count, int size, int destinations)
    {
        StringBuilder text = new(
            "From: <user@sender.test>\r\nSubject: measured\r\nMessage-ID: <1@sender.test>\r\n\r\n");
        while (text.Length < size)
        {
            text.Append("A line of text that is about as long as the lines of letters are.\r\n");
        }

        byte[] bytes = Encoding.ASCII.GetBytes(text.ToString());
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        foreach (int[] numbers in Enumerable.Range(0, count).Chunk(100))
        {
            await Task.WhenAll(numbers.Select(async i =>
            {
                await using MessageSpool spool = storage.Mailboxes.CreateSpool();
                await spool.WriteAsync(bytes, CancellationToken.None);
                await spool.CompleteAsync(CancellationToken.None);
                QueueItem item = new()
                {
                    ReversePath = EmailAddress.Parse($"user@sender{i % destinations}.test"),
                    SenderDomain = DomainName.Parse($"sender{i % destinations}.test"),
                    Domain = DomainName.Parse("dest.test"),
                    Recipients = [new QueueRecipient { Address = EmailAddress.Parse($"user{i}@dest.test") }],
                    Queued = now,
                    Expires = now.AddDays(5),
                    NextAttempt = now,
                };
                MailCommit commit = new() { Additions = [new NewQueueItem(new NewMessage(spool, default, now), item)] };
                await storage.Queue.CommitAsync(commit, CancellationToken.None);
            }));
        }
    }

    private sealed class NothingElse : IDeliveryReports, ILocalDelivery
    {
        public ValueTask<PlannedMail?> PlanAsync(ReportRequest request, CancellationToken cancellationToken) =>
            ValueTask.FromResult<PlannedMail?>(null);

        public ValueTask<bool> IsLocalAsync(DomainName domain, CancellationToken cancellationToken) =>
            ValueTask.FromResult(false);

        public ValueTask<(
            PlannedMail? Mail,
            IReadOnlyList<RecipientResult> Results)> PlanAsync(QueueItem item, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("No domain is local here.");
    }
}
