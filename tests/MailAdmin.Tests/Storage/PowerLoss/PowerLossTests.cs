using System.Globalization;
using MailAdmin.Contracts;
using MailAdmin.Storage.Disk;
using Xunit;

namespace MailAdmin.Tests.Storage.PowerLoss;

/// <summary>
/// The power fails at each step that a store makes on its disk. What was not synced is lost, kept or torn; what was
/// acknowledged is there, and every store opens.
/// </summary>
public sealed class PowerLossTests(ITestOutputHelper output)
{
    // How many times each step is the last one; MAILADMIN_POWER_LOSS_RUNS asks for more.
    private const int DefaultRuns = 3;
    private const int Steps = 120;
    private const int ContinueEvery = 9;

    // The simulated disk does nothing at such a step.
    private const DiskStep LeftOut = (DiskStep)(-1);

    private static readonly StoreOptions Options = new() { SegmentSize = 5_000, InlineBodySize = 400 };

    [Fact]
    public async Task Nothing_acknowledged_is_lost_wherever_the_power_fails_and_every_store_opens()
    {
        string? asked = Environment.GetEnvironmentVariable("MAILADMIN_POWER_LOSS_RUNS");
        int runs = asked is null ? DefaultRuns : int.Parse(asked, CultureInfo.InvariantCulture);
        Recording recording = await RecordAsync();
        int opened = 0;

        await Parallel.ForEachAsync(FailuresOf(recording, runs), async (failure, _) =>
        {
            try
            {
                await CheckAsync(recording, failure);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException(
                    $"Step {failure.Step} of {recording.Events.Count}, run {failure.Run}: {exception.Message}",
                    exception);
            }

            Interlocked.Increment(ref opened);
        });

        output.WriteLine($"{recording.Events.Count} steps, {opened} stores after a power failure");
        Assert.Equal(recording.Events.Count * runs, opened);
        Assert.True(recording.Events.Count > 300, "The work makes too few steps.");
        Assert.Contains(recording.Events, step => step.Step == DiskStep.Remove);
        Assert.Contains(recording.Events, step => step is { Step: DiskStep.Open, Path: "mail/00000003.log" });
    }

    [Theory]
    [InlineData(DiskStep.Sync, "mail/large")]
    [InlineData(DiskStep.SyncFolder, "mail/large")]
    [InlineData(DiskStep.Sync, "mail/00000001.log")]
    [InlineData(DiskStep.SyncFolder, "mail")]
    internal async Task A_store_that_left_out_a_sync_would_be_found(DiskStep step, string path)
    {
        Recording recording = await RecordAsync();
        Recording careless = recording with
        {
            Events =
            [
                .. recording.Events.Select(
                    done => done.Step == step && done.Path.StartsWith(path, StringComparison.Ordinal)
                        ? done with { Step = LeftOut }
                        : done),
            ],
        };
        bool isFound = false;
        foreach (Failure failure in FailuresOf(careless, runs: 1))
        {
            try
            {
                await CheckAsync(careless, failure);
            }
            catch (Exception exception) when (exception is Xunit.Sdk.XunitException or MailException)
            {
                isFound = true;
                break;
            }
        }

        Assert.True(isFound);
    }

    private static async Task<Recording> RecordAsync()
    {
        DiskRecorder recorder = new();
        await using TestStore store =
            await TestStore.CreateAsync(Options with { BeforeDiskStep = recorder.Record, KeepDirectoryFile = false });
        await store.AddAccountAsync("ann@example.test");
        await store.AddAccountAsync("bob@example.test");
        Dictionary<string, byte[]> first = recorder.Begin(store.Path);
        List<(int Steps, string State)> acknowledged = [(0, await StoreDescription.OfAsync(store))];
        StoreWork work = new(store, new Random(20260101));
        for (int number = 0; number < Steps; number++)
        {
            await work.StepAsync(number);
            acknowledged.Add((recorder.Count, await StoreDescription.OfAsync(store)));
        }

        await store.CloseAsync();
        return new Recording(first, recorder.End(), acknowledged);
    }

    // The first run loses everything that was not synced, the second nothing, the others whatever the dice say.
    private static IEnumerable<Failure> FailuresOf(Recording recording, int runs)
    {
        SimulatedDisk disk = new(recording.First);
        for (int step = 0; step < recording.Events.Count; step++)
        {
            disk.Apply(recording.Events[step], isComplete: false);
            for (int run = 0; run < runs; run++)
            {
                Random dice = new(HashCode.Combine(step, run));
                yield return new Failure(
                    step, run, disk.AfterLoss(() => run == 0 || (run > 1 && dice.Next(2) == 0)));
            }

            disk.Apply(recording.Events[step], isComplete: true);
        }
    }

    private static async Task CheckAsync(Recording recording, Failure failure)
    {
        await using TestStore store = TestStore.Reserve(Options with { KeepDirectoryFile = false });
        Directory.CreateDirectory(Path.Combine(store.Path, "mail", "large"));
        foreach ((string path, byte[] bytes) in failure.Files)
        {
            await File.WriteAllBytesAsync(Path.Combine(store.Path, path), bytes);
        }

        await store.OpenAsync();

        Assert.DoesNotContain(store.Storage.OpeningFindings, finding => finding.Severity == FindingSeverity.Error);
        int done = recording.Acknowledged.FindLastIndex(change => change.Steps <= failure.Step);
        string[] possible =
            [.. recording.Acknowledged.Skip(done).Take(2).Select(change => change.State)];
        string found = await StoreDescription.OfAsync(store);
        Assert.True(possible.Contains(found), $"After {done} changes: {found}");
        if (failure.Step % ContinueEvery == 0)
        {
            await ContinueAsync(store);
        }
    }

    private static async Task ContinueAsync(TestStore store)
    {
        MailboxId inbox = MailboxId.InboxOf(new AccountId(1));
        await store.AppendAsync(inbox, new byte[1_000]);
        string before = await StoreDescription.OfAsync(store);
        await store.ReopenAsync();
        Assert.Equal(before, await StoreDescription.OfAsync(store));
        Assert.DoesNotContain(store.Storage.OpeningFindings, finding => finding.Severity == FindingSeverity.Error);
    }

    private sealed record Failure(int Step, int Run, Dictionary<string, byte[]> Files);

    private sealed record Recording(
        Dictionary<string, byte[]> First,
        IReadOnlyList<DiskEvent> Events,
        List<(int Steps, string State)> Acknowledged);
}
