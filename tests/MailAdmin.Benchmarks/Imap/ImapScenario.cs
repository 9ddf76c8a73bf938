using System.Diagnostics;
using System.Net;
using System.Text;
using MailAdmin.Benchmarks.Storage;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Imap;
using MailAdmin.Protocols.Mime;
using MailAdmin.Protocols.Transport;
using MailAdmin.Server.Engine;
using Microsoft.Extensions.Logging.Abstractions;

namespace MailAdmin.Benchmarks.Imap;

/// <summary>
/// What IMAP commands cost the server alone: a real session over a real store, with a client that costs nothing.
/// </summary>
internal static class ImapScenario
{
    private const string Password = "secret";

    public static async Task RunAsync(ScenarioArguments arguments, TextWriter output)
    {
        int count = arguments.Number("count", 10_000);
        int size = arguments.Number("size", 4_096);
        using ScratchFolder folder = new(arguments);
        IMailStorage store = await BenchmarkStore.CreateAsync(folder.Path);
        await using MailEngine engine = new(store, TimeProvider.System, NullLoggerFactory.Instance);
        await FillAsync(store, count, size);
        (string Name, string Command, int Times, int PerCommand)[] loads =
        [
            ("SELECT", "SELECT INBOX", 2_000, 1),
            ("NOOP", "NOOP", 50_000, 1),
            ("FETCH 1:* FLAGS", "FETCH 1:* FLAGS", 20, count),
            ("FETCH 1:* (FLAGS ENVELOPE BODYSTRUCTURE)", "FETCH 1:* (FLAGS ENVELOPE BODYSTRUCTURE)", 10, count),
            ("FETCH 1:* (BODY.PEEK[])", "FETCH 1:* (BODY.PEEK[])", 10, count),
            ("FETCH 1:* header fields", "FETCH 1:* (BODY.PEEK[HEADER.FIELDS (From To Subject Date)])", 10, count),
            ("FETCH one by one", "FETCH 17 (BODY.PEEK[])", 20_000, 1),
            ("SEARCH UNSEEN", "SEARCH UNSEEN", 100, 1),
            ("SEARCH SUBJECT", "SEARCH SUBJECT zzz", 10, 1),
            ("SEARCH TEXT", "SEARCH TEXT zzz", 3, 1),
            ("STORE 1:*", "STORE 1:* +FLAGS (\\Seen)\r\nx STORE 1:* -FLAGS (\\Seen)", 3, 2 * count),
        ];
        foreach ((string name, string command, int times, int perCommand) in loads)
        {
            await MeasureAsync(engine, store, command, 1);
            (TimeSpan elapsed, TimeSpan cpu, long allocated) = await MeasureAsync(engine, store, command, times);
            long total = (long)times * perCommand;
            output.WriteLine(FormattableString.Invariant(
                $"{name,-42} {total / elapsed.TotalSeconds,12:N0} /s {cpu.TotalMicroseconds / total,10:N2} us CPU {allocated / total,8:N0} bytes allocated"));
        }
    }

    private static async Task<(TimeSpan Elapsed, TimeSpan Cpu, long Allocated)> MeasureAsync(
        MailEngine engine, IMailStorage store, string command, int times)
    {
        StringBuilder script = new($"a LOGIN user@example.test {Password}\r\nb SELECT INBOX\r\n");
        for (int i = 0; i < times; i++)
        {
            script.Append("c ").Append(command).Append("\r\n");
        }

        ScriptedStream stream = new(Encoding.ASCII.GetBytes(script.Append("d LOGOUT\r\n").ToString()));
        IPEndPoint end = new(IPAddress.Loopback, 143);
        await using MailTransport transport = new(stream, end, end, null, TimeProvider.System);
        SessionContext context = new()
        {
            Id = 1,
            Protocol = MailProtocol.Imap,
            Transport = transport,
            IsImplicitTls = false,
            AllowPlaintextLogin = true,
            HostName = "mail.example.test",
            Limits = new ServerLimits(),
            Authenticator = engine.Authenticator,
            Mailboxes = store.Mailboxes,
            Router = engine.Router,
            Trace = store.Trace,
            Started = DateTimeOffset.UnixEpoch,
        };
        Process process = Process.GetCurrentProcess();
        TimeSpan cpu = process.TotalProcessorTime;
        long allocated = GC.GetTotalAllocatedBytes();
        long start = Stopwatch.GetTimestamp();
        await new ImapSessionHandler(NullLogger<ImapSessionHandler>.Instance).RunAsync(context, default, default);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        process.Refresh();
        return (elapsed, process.TotalProcessorTime - cpu, GC.GetTotalAllocatedBytes() - allocated);
    }

    private static async Task FillAsync(IMailStorage store, int count, int size)
    {
        await store.Directory.Domains.CreateAsync(
            new DomainRecord { Name = DomainName.Parse("example.test") }, BenchmarkStore.Origin, default);
        AccountRecord account =
            new() { Address = EmailAddress.Parse("user@example.test"), Password = ScramCredential.Create(Password, 4_096) };
        MailboxId inbox = MailboxId.InboxOf(
            (await store.Directory.Accounts.CreateAsync(account, BenchmarkStore.Origin, default)).Id);
        for (int i = 0; i < count; i += 500)
        {
            List<AppendRequest> requests = [];
            for (int j = i; j < Math.Min(i + 500, count); j++)
            {
                MessageSpool spool = store.Mailboxes.CreateSpool();
                await spool.WriteAsync(Compose(j, size), default);
                await spool.CompleteAsync(default);
                using MessageContent content = spool.OpenContent();
                ReadOnlyMemory<byte> structure = await MessageStructure.DeriveAsync(
                    content, new ServerLimits(), default);
                requests.Add(
                    new AppendRequest(
                        new NewMessage(spool, structure, DateTimeOffset.UnixEpoch), inbox, NamedFlags.None));
            }

            await store.Mailboxes.AppendAsync(requests, 0, default);
            foreach (AppendRequest request in requests)
            {
                await request.Message.Spool.DisposeAsync();
            }
        }
    }

    private static byte[] Compose(int number, int size)
    {
        StringBuilder message =
            new($"From: Somebody <some{number}@example.test>\r\nTo: User <user@example.test>\r\nSubject: Message number {number}\r\n");
        message.Append("Date: Wed, 1 Jul 2026 10:00:00 +0200\r\nMessage-ID: <")
            .Append(number)
            .Append("@example.test>\r\nMIME-Version: 1.0\r\n");
        message.Append("Content-Type: multipart/alternative; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n");
        while (message.Length < size / 2)
        {
            message.Append("The quick brown fox jumps over the lazy dog and runs.\r\n");
        }

        message.Append("--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n");
        while (message.Length < size - 10)
        {
            message.Append("<p>The quick brown fox jumps over the lazy dog.</p>\r\n");
        }

        return Encoding.ASCII.GetBytes(message.Append("--b--\r\n").ToString());
    }
}
