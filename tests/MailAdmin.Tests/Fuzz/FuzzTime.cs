using System.Globalization;

namespace MailAdmin.Tests.Fuzz;

/// <summary>
/// How long a fuzz test runs and from which seed: a minute in continuous integration, else a few seconds. The variables
/// MAILADMIN_TEST_FUZZ_SECONDS and MAILADMIN_TEST_FUZZ_SEED change that; a failure names the seed that repeats it.
/// </summary>
internal static class FuzzTime
{
    public static TimeSpan Length { get; } = TimeSpan.FromSeconds(
        Read("MAILADMIN_TEST_FUZZ_SECONDS") ?? (Environment.GetEnvironmentVariable("CI") == "true" ? 60 : 3));

    public static int Seed { get; } = Read("MAILADMIN_TEST_FUZZ_SEED") ?? Random.Shared.Next();

    private static int? Read(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int value)
            ? value
            : null;
}
