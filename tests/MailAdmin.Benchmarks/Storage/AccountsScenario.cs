using System.Diagnostics;
using MailAdmin.Contracts;

namespace MailAdmin.Benchmarks.Storage;

/// <summary>
/// Many accounts: how fast they are created (without hashing), listed, and how fast a store with them opens.
/// </summary>
internal static class AccountsScenario
{
    public static async Task RunAsync(ScenarioArguments arguments, TextWriter output)
    {
        int count = arguments.Number("count", 100_000);
        using ScratchFolder folder = new(arguments);
        long started = Stopwatch.GetTimestamp();
        await using (IMailStorage store = await BenchmarkStore.CreateAsync(folder.Path))
        {
            await BenchmarkStore.AddAccountsAsync(store, count);
            Figures.Write(output, "accounts created", count / Stopwatch.GetElapsedTime(started).TotalSeconds, "per s");
            started = Stopwatch.GetTimestamp();
        }

        Figures.Write(output, "closed", Stopwatch.GetElapsedTime(started).TotalSeconds, "s");
        TimeSpan parsing = Process.GetCurrentProcess().TotalProcessorTime;
        for (int i = 0; i < count; i++)
        {
            EmailAddress.Parse("somebody@example.test");
        }

        Figures.Write(
            output,
            "address parsed, CPU",
            (Process.GetCurrentProcess().TotalProcessorTime - parsing).TotalMicroseconds / count,
            "us");
        for (int i = 0; i < 3; i++)
        {
            started = Stopwatch.GetTimestamp();
            TimeSpan cpu = Process.GetCurrentProcess().TotalProcessorTime;
            await using IMailStorage store = await BenchmarkStore.OpenAsync(folder.Path);
            Figures.Write(output, "opened", Stopwatch.GetElapsedTime(started).TotalSeconds, "s");
            Figures.Write(
                output, "opened, CPU", (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds, "s");
            started = Stopwatch.GetTimestamp();
            int listed = 0;
            await foreach (AccountRecord account in store.Directory.Accounts.ListAsync(null, CancellationToken.None))
            {
                listed++;
            }

            Figures.Write(output, "listed", listed / Stopwatch.GetElapsedTime(started).TotalSeconds, "per s");
        }
    }
}
