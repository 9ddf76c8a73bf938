using System.Diagnostics;
using MailAdmin.Benchmarks.Storage;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Engine;
using Microsoft.Extensions.Logging.Abstractions;

namespace MailAdmin.Benchmarks.Server;

/// <summary>
/// Durable deliveries over SMTP, each awaited before the next on its connection, as a share of what the log alone
/// commits with as many writers in the same run. Client and server share the process and its processors.
/// </summary>
internal static class SmtpScenario
{
    public static async Task RunAsync(ScenarioArguments arguments, TextWriter output)
    {
        int connections = arguments.Number("connections", 32);
        double log = await LogScenario.MeasureAsync(arguments, connections, output);
        double smtp = await MeasureAsync(arguments, connections, output);
        Figures.Write(output, "share of the log", 100 * smtp / log, "%");
    }

    private static async Task<double> MeasureAsync(ScenarioArguments arguments, int connections, TextWriter output)
    {
        int size = arguments.Number("size", 4096);
        int seconds = arguments.Number("seconds", 5);
        using ScratchFolder folder = new(arguments);
        IMailStorage storage = await BenchmarkStore.CreateAsync(folder.Path);
        await BenchmarkStore.AddAccountsAsync(storage, connections);
        await using MailEngine engine = new(storage, TimeProvider.System, NullLoggerFactory.Instance);
        StartListeners request = new() { Protocol = [MailProtocol.Smtp], TlsMode = TlsMode.None, Port = 0 };
        int port = (await engine.SendAsync(request, CancellationToken.None))[0].Port;

        // At first the compiler works beside.
        await DeliverAsync(port, connections, size, TimeSpan.FromSeconds(arguments.Number("warmup", 3)));
        TimeSpan cpu = Process.GetCurrentProcess().TotalProcessorTime;
        long started = Stopwatch.GetTimestamp();
        long delivered = await DeliverAsync(port, connections, size, TimeSpan.FromSeconds(seconds));
        TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
        Figures.Write(
            output,
            "smtp",
            delivered,
            connections,
            size,
            elapsed,
            Process.GetCurrentProcess().TotalProcessorTime - cpu);
        return delivered / elapsed.TotalSeconds;
    }

    private static async Task<long> DeliverAsync(int port, int connections, int size, TimeSpan duration)
    {
        long started = Stopwatch.GetTimestamp();
        long[] delivered = await Task.WhenAll(Enumerable.Range(0, connections).Select(i => Task.Run(async () =>
        {
            using SmtpSender sender = await SmtpSender.ConnectAsync(port, $"user{i}@example.test", size);
            long count = 0;
            while (Stopwatch.GetElapsedTime(started) < duration)
            {
                await sender.DeliverAsync();
                count++;
            }

            return count;
        })));
        return delivered.Sum();
    }
}
