using System.Collections.Concurrent;
using System.Text.Json;
using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Pester;

/// <summary>
/// Runs a file of Pester tests in the real PowerShell, once, and gives each of its tests as a row of a theory.
/// </summary>
internal static class PesterSuite
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyList<PesterTest>>>> Runs = new();

    public static async Task<IReadOnlyCollection<TheoryDataRow<PesterTest>>> RowsAsync(string suite)
    {
        IReadOnlyList<PesterTest> tests = await RunAsync(suite);
        return [.. tests.Select(test => new TheoryDataRow<PesterTest>(test)
        {
            TestDisplayName = string.Join(" > ", [suite, .. test.Path]),
            Skip = test.Result is "Skipped" or "NotRun" ? test.Message ?? "Skipped by Pester" : null,
        })];
    }

    public static Task<IReadOnlyList<PesterTest>> RunAsync(string suite) =>
        Runs.GetOrAdd(suite, name => new(() => StartAsync(name))).Value;

    private static async Task<IReadOnlyList<PesterTest>> StartAsync(string suite)
    {
        InstalledModule module = await InstalledModule.Instance;
        string results = Path.Combine(module.Folder, suite + ".json");
        ProcessRun run = await module.RunAsync(
            "Invoke-Suite.ps1", "-Pester", Places.PesterModule, "-Suite", Places.SuiteFile(suite), "-Results", results);
        Assert.True(
            run.ExitCode == 0 && File.Exists(results),
            $"{suite} ended with exit code {run.ExitCode}.\n{run.Output}\n{run.Error}");
        await using FileStream stream = File.OpenRead(results);
        IReadOnlyList<PesterTest> tests = (await JsonSerializer.DeserializeAsync<PesterTest[]>(stream))!;
        Assert.NotEmpty(tests);
        return tests;
    }
}
