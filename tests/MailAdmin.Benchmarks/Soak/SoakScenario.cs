using System.Globalization;
using System.Text;
using MailAdmin.Benchmarks.Server;
using MailAdmin.Benchmarks.Storage;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Ownership;
using Microsoft.Extensions.Logging.Abstractions;

namespace MailAdmin.Benchmarks.Soak;

/// <summary>
/// Half a day of a small server in one run: deliveries, IMAP, POP3, submissions and administration side by side against
/// one process. What the process uses is printed as it goes on; the last quarter must use no more than the first.
/// </summary>
internal static class SoakScenario
{
    private const int Lanes = 8;
    private const int Samples = 40;
    private const int MessageSize = 4_096;
    private const string Password = "secret";
    private static readonly string[] Commands =
    [
        "NOOP", "STATUS INBOX (MESSAGES UNSEEN)", "UID FETCH 1:* (FLAGS)", "SEARCH UNSEEN", "LIST \"\" *",
        "UID STORE 1:* +FLAGS.SILENT (\\Seen)", "SEARCH TEXT measured", "UID FETCH * BODY.PEEK[]",
        "UID STORE 1:* +FLAGS.SILENT (\\Deleted)", "EXPUNGE",
    ];

    private static long deliveries;
    private static long commands;
    private static long others;

    public static async Task RunAsync(ScenarioArguments arguments, TextWriter output)
    {
        int wantedDeliveries = arguments.Number("deliveries", 100_000);
        int wantedCommands = arguments.Number("commands", 1_000_000);
        using ScratchFolder folder = new(arguments);
        await using (IMailStorage storage = await BenchmarkStore.CreateAsync(folder.Path))
        {
            await AddAccountsAsync(storage);
        }

        using SoakServer server = await SoakServer.StartAsync(folder.Path);
        using CancellationTokenSource done = new();
        Task[] main =
        [
            .. Enumerable.Range(0, Lanes).Select(lane => DeliverAsync(server, lane, wantedDeliveries / Lanes)),
            .. Enumerable.Range(0, Lanes).Select(lane => ReadAsync(server, lane, wantedCommands / Lanes)),
        ];
        Task[] beside =
            [Pop3Async(server, done.Token), SubmitAsync(server, done.Token), AdministerAsync(folder.Path, done.Token)];
        List<SoakSample> samples = await SampleAsync(
            server, Task.WhenAll(main), Task.WhenAny(beside), wantedDeliveries + wantedCommands, output);
        await done.CancelAsync();
        await Task.WhenAll(beside);
        Figures.Write(output, "deliveries", deliveries, "");
        Figures.Write(output, "IMAP commands", commands, "");
        Figures.Write(output, "POP3 sessions, submissions and requests", others, "");
        Judge(samples, output);
    }

    private static async Task AddAccountsAsync(IMailStorage storage)
    {
        await storage.Directory.Domains.CreateAsync(
            new DomainRecord { Name = DomainName.Parse("example.test") }, BenchmarkStore.Origin, CancellationToken.None);
        for (int lane = 0; lane < Lanes; lane++)
        {
            AccountRecord account =
                new() { Address = EmailAddress.Parse(UserOf(lane)), Password = ScramCredential.Create(Password) };
            await storage.Directory.Accounts.CreateAsync(account, BenchmarkStore.Origin, CancellationToken.None);
        }
    }

    private static async Task DeliverAsync(SoakServer server, int lane, int count)
    {
        using SmtpSender sender = await SmtpSender.ConnectAsync(
            server.PortOf(MailProtocol.Smtp), UserOf(lane), MessageSize);
        for (int i = 0; i < count; i++)
        {
            await sender.DeliverAsync();
            Interlocked.Increment(ref deliveries);
        }
    }

    // A new connection now and then, as phones do.
    private static async Task ReadAsync(SoakServer server, int lane, int count)
    {
        for (int i = 0; i < count;)
        {
            using SoakClient client = await SoakClient.ConnectAsync(server.PortOf(MailProtocol.Imap));
            await client.ImapAsync($"LOGIN {UserOf(lane)} {Password}");
            await client.ImapAsync("SELECT INBOX");
            for (int end = Math.Min(count, i + 1_000); i < end; i++)
            {
                await client.ImapAsync(Commands[i % Commands.Length]);
                Interlocked.Increment(ref commands);
            }
        }
    }

    private static async Task Pop3Async(SoakServer server, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            using SoakClient client = await SoakClient.ConnectAsync(server.PortOf(MailProtocol.Pop3));
            await client.Pop3Async($"USER {UserOf(0)}");
            await client.Pop3Async($"PASS {Password}");
            await client.Pop3Async("STAT");
            await client.Pop3Async("QUIT");
            Interlocked.Increment(ref others);
        }
    }

    private static async Task SubmitAsync(SoakServer server, CancellationToken done)
    {
        string logon = Convert.ToBase64String(Encoding.ASCII.GetBytes($"\0{UserOf(1)}\0{Password}"));
        while (!done.IsCancellationRequested)
        {
            using SoakClient client = await SoakClient.ConnectAsync(server.PortOf(MailProtocol.Submission));
            await client.SmtpAsync("EHLO client.test", "250");
            await client.SmtpAsync("AUTH PLAIN " + logon, "235");
            await client.SmtpAsync($"MAIL FROM:<{UserOf(1)}>", "250");
            await client.SmtpAsync($"RCPT TO:<{UserOf(2)}>", "250");
            await client.SmtpAsync("DATA", "354");
            await client.SmtpAsync($"From: {UserOf(1)}\r\nSubject: submitted\r\n\r\nHello\r\n.", "250");
            Interlocked.Increment(ref others);
        }
    }

    private static async Task AdministerAsync(string store, CancellationToken done)
    {
        await using StoreHub hub = new(TimeProvider.System, NullLoggerFactory.Instance);
        await using StoreLease lease = await hub.AcquireAsync(store, StoreUse.Administer, CancellationToken.None);
        for (int i = 0; !done.IsCancellationRequested; i++)
        {
            AccountProperties values = new()
            {
                Given = new HashSet<string> { nameof(AccountProperties.Description) },
                Description = i.ToString(CultureInfo.InvariantCulture),
            };
            await lease.Administration.SendAsync(
                new SetAccount(EmailAddress.Parse(UserOf(i % Lanes)), values), CancellationToken.None);
            await lease.Administration.SendAsync(new GetSessions(), CancellationToken.None);
            Interlocked.Increment(ref others);
        }
    }

    // By progress, not by time: the quarters do the same work.
    private static async Task<List<SoakSample>> SampleAsync(
        SoakServer server, Task running, Task<Task> firstEnd, long wanted, TextWriter output)
    {
        List<SoakSample> samples = [];
        while (!running.IsCompleted)
        {
            await Task.WhenAny(running, Task.Delay(TimeSpan.FromMilliseconds(100)));
            if (firstEnd.IsCompleted)
            {
                // What goes on beside ends only by a fault, and then the load is not the one that is measured.
                await await firstEnd;
            }

            double progress = (double)(Interlocked.Read(ref deliveries) + Interlocked.Read(ref commands)) / wanted;
            if (progress * Samples >= samples.Count + 1)
            {
                SoakSample sample = server.Measure();
                samples.Add(sample);
                await output.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{progress:P0}: {sample.Memory >> 20:N0} MB, {sample.Handles} handles, {sample.Threads} threads"));
            }
        }

        await running;
        return samples;
    }

    private static void Judge(List<SoakSample> samples, TextWriter output)
    {
        int quarter = Math.Max(1, samples.Count / 4);
        Judge("memory in MB", sample => sample.Memory >> 20, allowed: 64);
        Judge("handles", static sample => sample.Handles, allowed: 16);
        Judge("threads", static sample => sample.Threads, allowed: 16);

        void Judge(string name, Func<SoakSample, double> of, double allowed)
        {
            double first = samples.Take(quarter).Max(of);
            double last = samples.TakeLast(quarter).Max(of);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name}: first quarter {first:N0}, last quarter {last:N0}: {(last <= first + allowed ? "flat" : "GROWS")}"));
        }
    }

    private static string UserOf(int lane) => $"user{lane}@example.test";
}
