using System.Diagnostics;
using MailAdmin.Contracts;

namespace MailAdmin.Benchmarks.Storage;

/// <summary>
/// Messages that are spooled and appended, as a delivery does it, with the quota checked and the mailbox changed.
/// </summary>
internal static class AppendScenario
{
    public static async Task RunAsync(ScenarioArguments arguments, TextWriter output)
    {
        int writers = arguments.Number("writers", 32);
        int size = arguments.Number("size", 4096);
        int seconds = arguments.Number("seconds", 5);
        using ScratchFolder folder = new(arguments);
        await using IMailStorage store = await BenchmarkStore.CreateAsync(folder.Path);
        AccountId[] accounts = await BenchmarkStore.AddAccountsAsync(store, arguments.Number("accounts", 32));

        byte[] bytes = new byte[size];
        long messages = 0;
        long started = Stopwatch.GetTimestamp();
        TimeSpan cpu = Process.GetCurrentProcess().TotalProcessorTime;
        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            MailboxId inbox = MailboxId.InboxOf(accounts[writer % accounts.Length]);
            while (Stopwatch.GetElapsedTime(started).TotalSeconds < seconds)
            {
                await using MessageSpool spool = store.Mailboxes.CreateSpool();
                await spool.WriteAsync(bytes, CancellationToken.None);
                await spool.CompleteAsync(CancellationToken.None);
                NewMessage message = new(spool, default, DateTimeOffset.UnixEpoch);
                await store.Mailboxes.AppendAsync(
                    [new AppendRequest(message, inbox, NamedFlags.None)], 0, CancellationToken.None);
                Interlocked.Increment(ref messages);
            }
        })));
        Figures.Write(
            output,
            "append",
            messages,
            writers,
            size,
            Stopwatch.GetElapsedTime(started),
            Process.GetCurrentProcess().TotalProcessorTime - cpu);
    }
}
