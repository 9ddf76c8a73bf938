using System.Diagnostics;
using MailAdmin.Contracts;

namespace MailAdmin.Benchmarks.Storage;

/// <summary>
/// A store with many small messages: how fast it opens, what it takes in memory, and how fast mailboxes and messages
/// are read.
/// </summary>
internal static class OpenScenario
{
    private const int PerMailbox = 1_000;

    public static async Task RunAsync(ScenarioArguments arguments, TextWriter output)
    {
        int count = arguments.Number("count", 1_000_000);
        using ScratchFolder folder = new(arguments);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        AccountId[] accounts = await MakeAsync(folder.Path, count, arguments.Number("size", 1024));
        long started = Stopwatch.GetTimestamp();
        await using IMailStorage opened = await BenchmarkStore.OpenAsync(folder.Path);
        Figures.Write(output, "opened", Stopwatch.GetElapsedTime(started).TotalSeconds, "s");
        Figures.Write(
            output,
            "memory",
            (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)count,
            "bytes a message");

        const int rounds = 20_000;
        started = Stopwatch.GetTimestamp();
        for (int i = 0; i < rounds; i++)
        {
            using MailboxSnapshot snapshot = await opened.Mailboxes.OpenAsync(
                MailboxId.InboxOf(accounts[i % accounts.Length]), null, false, CancellationToken.None);
        }

        Figures.Write(
            output, "mailbox of 1,000 opened", rounds / Stopwatch.GetElapsedTime(started).TotalSeconds, "per s");
        byte[] buffer = new byte[64 << 10];
        started = Stopwatch.GetTimestamp();
        for (int i = 0; i < rounds * 10; i++)
        {
            MailboxId inbox = MailboxId.InboxOf(accounts[i % accounts.Length]);
            using MessageContent content = await opened.Mailboxes.OpenMessageAsync(
                inbox, new Uid((uint)(i % PerMailbox) + 1), CancellationToken.None);
            await content.ReadAsync(0, buffer, CancellationToken.None);
        }

        Figures.Write(
            output, "message opened and read", rounds * 10 / Stopwatch.GetElapsedTime(started).TotalSeconds, "per s");
    }

    private static async Task<AccountId[]> MakeAsync(string path, int count, int size)
    {
        await using IMailStorage store = await BenchmarkStore.CreateAsync(path);
        AccountId[] accounts = await BenchmarkStore.AddAccountsAsync(store, Math.Max(1, count / PerMailbox));
        await FillAsync(store, accounts, size);
        return accounts;
    }

    private static async Task FillAsync(IMailStorage store, AccountId[] accounts, int size)
    {
        byte[] bytes = new byte[size];
        foreach (AccountId account in accounts)
        {
            await using MessageSpool spool = store.Mailboxes.CreateSpool();
            await spool.WriteAsync(bytes, CancellationToken.None);
            await spool.CompleteAsync(CancellationToken.None);

            // One record a message, many records a sync.
            List<Task> tasks = new(PerMailbox);
            for (int i = 0; i < PerMailbox; i++)
            {
                NewMessage message = new(spool, default, DateTimeOffset.UnixEpoch);
                tasks.Add(store.Mailboxes.AppendAsync(
                    [new AppendRequest(message, MailboxId.InboxOf(account), NamedFlags.None)],
                    0,
                    CancellationToken.None));
            }

            await Task.WhenAll(tasks);
        }
    }
}
