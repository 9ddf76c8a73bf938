using System.Diagnostics;
using MailAdmin.Storage;
using MailAdmin.Storage.Commit;
using MailAdmin.Storage.Disk;
using MailAdmin.Storage.Log;
using MailAdmin.Storage.Mailboxes;
using Microsoft.Extensions.Logging.Abstractions;

namespace MailAdmin.Benchmarks.Storage;

/// <summary>
/// What the log alone commits: writers that each wait for their record to be synced before they hand in the next.
/// </summary>
internal static class LogScenario
{
    public static Task RunAsync(ScenarioArguments arguments, TextWriter output) =>
        MeasureAsync(arguments, arguments.Number("writers", 32), output);

    /// <returns>Records a second.</returns>
    public static async Task<double> MeasureAsync(ScenarioArguments arguments, int writers, TextWriter output)
    {
        int size = arguments.Number("size", 4096);
        int seconds = arguments.Number("seconds", 5);
        using ScratchFolder folder = new(arguments);
        StoreLayout layout = new(folder.Path);
        Directory.CreateDirectory(layout.MailFolder);
        StoreOptions options = new();
        using MessageLog log = new(layout, options, new LogKey(0x4D41494C, 1), NullLogger.Instance);
        log.Open((_, _, _, _) => { }, 0, [], hints: null);
        await using Committer committer =
            new(new StoreState(log, TimeProvider.System), options, folder.Path, NullLogger.Instance);
        committer.Start();

        byte[] octets = new byte[size];
        long records = 0;
        long started = Stopwatch.GetTimestamp();
        TimeSpan cpu = Process.GetCurrentProcess().TotalProcessorTime;
        await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(started).TotalSeconds < seconds)
            {
                await committer.CommitAsync(new RawOperation(octets), CancellationToken.None);
                Interlocked.Increment(ref records);
            }
        })));
        TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
        Figures.Write(output, "log", records, writers, size, elapsed, Process.GetCurrentProcess().TotalProcessorTime - cpu);
        return records / elapsed.TotalSeconds;
    }

    private sealed class RawOperation(byte[] octets) : Operation<bool>
    {
        public override long Size => octets.Length;

        public override Preparation Prepare(CommitContext context)
        {
            context.Record.EndParts();
            context.Record.WriteOctets(octets);
            return Preparation.Recorded;
        }
    }
}
