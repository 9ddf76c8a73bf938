using BenchmarkDotNet.Running;

namespace MailAdmin.Benchmarks;

/// <summary>
/// Runs a scenario by its name (<c>log --writers 32 --seconds 5</c>), or the micro benchmarks (<c>micro --filter
/// *</c>). A scenario prints one line a
/// figure.
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        string name = arguments.FirstOrDefault() ?? "";
        if (name == "micro")
        {
            BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(arguments[1..]);
            return 0;
        }

        if (!Scenarios.All.TryGetValue(name, out Scenario? scenario))
        {
            await Console.Error.WriteLineAsync("Name a scenario:");
            foreach ((string known, Scenario one) in Scenarios.All.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                await Console.Error.WriteLineAsync($"  {known,-12} {one.Description}");
            }

            await Console.Error.WriteLineAsync($"  {"micro",-12} BenchmarkDotNet; further arguments are its own");
            return 1;
        }

        await scenario.RunAsync(new ScenarioArguments(arguments[1..]), Console.Out);
        return 0;
    }
}
