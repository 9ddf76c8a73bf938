using System.Diagnostics;
using System.Globalization;
using MailAdmin.Contracts;

namespace MailAdmin.Benchmarks.Storage;

/// <summary>A long change journal: how fast it is written, and how fast its pages are found.</summary>
internal static class ChangesScenario
{
    private const int Aliases = 10_000;

    public static async Task RunAsync(ScenarioArguments arguments, TextWriter output)
    {
        int count = arguments.Number("count", 1_000_000);
        using ScratchFolder folder = new(arguments);
        await using IMailStorage store = await BenchmarkStore.CreateAsync(folder.Path);
        await FillAsync(store, count, output);
        DateTimeOffset since = DateTimeOffset.UtcNow.AddDays(-1);
        for (int i = 0; i < 3; i++)
        {
            await MeasureAsync(store, output, "first page", new ChangeFilter { First = 100 });
            await MeasureAsync(
                store, output, "first page since yesterday", new ChangeFilter { First = 100, Since = since });
            await MeasureAsync(
                store, output, "first page of one user", new ChangeFilter { First = 100, Who = "user1" });
            await MeasureAsync(
                store,
                output,
                "first page of one target",
                new ChangeFilter { First = 100, Target = "alias77@example.test" });
            await MeasureAsync(
                store, output, "first page of a pattern", new ChangeFilter { First = 100, Target = "alias77*" });
        }

        await MeasureAsync(
            store, output, "nothing, in the whole journal", new ChangeFilter { First = 100, Command = "None" });
    }

    private static async Task FillAsync(IMailStorage store, int count, TextWriter output)
    {
        const int portion = 20_000;
        await store.Directory.Domains.CreateAsync(
            new DomainRecord { Name = DomainName.Parse("example.test") }, BenchmarkStore.Origin, CancellationToken.None);
        EmailAddress[] addresses =
        [
            .. Enumerable.Range(0, Aliases).Select(i => EmailAddress.Parse($"alias{i}@example.test"))
        ];
        long started = Stopwatch.GetTimestamp();
        for (int done = 0; done < count; done += portion)
        {
            List<Task> tasks = [];
            for (int i = done; i < Math.Min(done + portion, count); i++)
            {
                ChangeOrigin origin = new($"user{i % 7}", "Set-MailAlias", 1);
                AliasRecord alias = new()
                {
                    Address = addresses[i % Aliases],
                    Target =
                    [
                        EmailAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"somebody{i}@elsewhere.test"))
                    ],
                };
                tasks.Add(i < Aliases
                    ? store.Directory.Aliases.CreateAsync(alias, origin, CancellationToken.None)
                    : store.Directory.Aliases.UpdateAsync(alias.Address, _ => alias, origin, CancellationToken.None));
            }

            await Task.WhenAll(tasks);
            await MeasureAsync(store, TextWriter.Null, "", new ChangeFilter { First = 1 });
        }

        Figures.Write(output, "changes written", count / Stopwatch.GetElapsedTime(started).TotalSeconds, "per s");
    }

    private static async Task MeasureAsync(IMailStorage store, TextWriter output, string name, ChangeFilter filter)
    {
        long started = Stopwatch.GetTimestamp();
        int found = 0;
        await foreach (MailChange change in store.Directory.History.FindChangesAsync(filter, CancellationToken.None))
        {
            found++;
        }

        Figures.Write(output, $"{name}, {found} found", Stopwatch.GetElapsedTime(started).TotalMilliseconds, "ms");
    }
}
