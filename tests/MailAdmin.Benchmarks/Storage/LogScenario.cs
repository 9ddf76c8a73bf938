using System.Diagnostics;
using MailAdmin.Storage.Commit;
using MailAdmin.Storage.Disk;
using MailAdmin.Storage.Log;
using MailAdmin.Storage.Operations;
using Microsoft.Extensions.Logging.Abstractions;

namespace MailAdmin.Benchmarks.Storage;

/// <summary>
/// What the log alone commits: writers that each wait for their record to be synced before they commit the next.
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
        LogKey key = new(0x4D41494C, 1);
        using MessageLog log = new(layout, options, key, NullLogger.Instance);
        await using HintWriter hints = new(layout, key, NullLogger.Instance);
        log.Open((_, _, _, _) => { }, 0, [], hints);
        await using Committer committer =
            new(new StoreState(log, TimeProvider.System), options, folder.Path, NullLogger.Instance);
        committer.Start(events: null);

        byte[] bytes = new byte[size];
        long records = 0;
        long started = Stopwatch.GetTimestamp();
        TimeSpan cpu = Process.GetCurrentProcess().TotalProcessorTime;
        await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(started).TotalSeconds < seconds)
            {
                await committer.CommitAsync(new RawOperation(bytes), CancellationToken.None);
                Interlocked.Increment(ref records);
            }
        })));
        TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
        TimeSpan used = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        Figures.Write(output, "log", records, writers, size, elapsed, used);
        return records / elapsed.TotalSeconds;
    }

    private sealed class RawOperation(byte[] bytes) : Operation<bool>
    {
        public override long Size => bytes.Length;

        public override Preparation Prepare(CommitContext context)
        {
            context.Record.EndParts();
            context.Record.WriteBytes(bytes);
            return Preparation.Recorded;
        }
    }
}
