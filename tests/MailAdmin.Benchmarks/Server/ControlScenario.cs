using System.Diagnostics;
using MailAdmin.Benchmarks.Storage;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Ownership;
using Microsoft.Extensions.Logging.Abstractions;

namespace MailAdmin.Benchmarks.Server;

/// <summary>
/// What cmdlets get done in the process that owns the store, and in another: here a second hub, which meets the lock of
/// the first.
/// </summary>
internal static class ControlScenario
{
    public static async Task RunAsync(ScenarioArguments arguments, TextWriter output)
    {
        int count = arguments.Number("count", 100_000);
        using ScratchFolder folder = new(arguments);
        await using (IMailStorage storage = await BenchmarkStore.CreateAsync(folder.Path))
        {
            await BenchmarkStore.AddAccountsAsync(storage, count);
        }

        await using StoreHub owning = new(TimeProvider.System, NullLoggerFactory.Instance);
        await using StoreHub asking = new(TimeProvider.System, NullLoggerFactory.Instance);
        await using StoreLease owner = await owning.AcquireAsync(
            folder.Path, StoreUse.Administer, CancellationToken.None);
        long started = Stopwatch.GetTimestamp();
        await using StoreLease other = await asking.AcquireAsync(
            folder.Path, StoreUse.Administer, CancellationToken.None);
        await other.Administration.SendAsync(new GetListeners(new ListenerFilter()), CancellationToken.None);
        Figures.Write(output, "first call over the channel", Stopwatch.GetElapsedTime(started).TotalMilliseconds, "ms");
        for (int i = 0; i < 2; i++)
        {
            await ListAsync(output, "listed by the owner", owner.Administration);
            await ListAsync(output, "listed over the channel", other.Administration);
            await CreateAsync(output, $"made by the owner {i}", owner.Administration, $"near{i}");
            await CreateAsync(output, $"made over the channel {i}", other.Administration, $"far{i}");
        }
    }

    private static async Task ListAsync(TextWriter output, string name, IMailAdministration store)
    {
        long started = Stopwatch.GetTimestamp();
        int listed = await store.StreamAsync(new GetAccounts(), CancellationToken.None).CountAsync();
        Figures.Write(output, name, listed / Stopwatch.GetElapsedTime(started).TotalSeconds, "accounts/s");
    }

    private static async Task CreateAsync(TextWriter output, string name, IMailAdministration store, string prefix)
    {
        const int Count = 5_000;
        AccountProperties nothing = new() { Given = new HashSet<string>() };
        long started = Stopwatch.GetTimestamp();
        await Task.WhenAll(
            Enumerable.Range(0, Count)
                .Select(
                    i =>
                        store.SendAsync(
                            new CreateAccount(EmailAddress.Parse($"{prefix}-{i}@example.test"), nothing),
                            CancellationToken.None)));
        Figures.Write(output, name, Count / Stopwatch.GetElapsedTime(started).TotalSeconds, "accounts/s");
    }
}
