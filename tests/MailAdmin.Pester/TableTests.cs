using System.Text;

namespace MailAdmin.Pester;

/// <summary>What the suites show of each cmdlet, as a table that the build server prints.</summary>
public sealed class TableTests(ITestOutputHelper output)
{
    private static readonly (string Suite, string Subject)[] Columns =
        [("Examples", "Examples"), ("Completion", "Completion"), ("Views", "Views"), ("Views", "Japanese")];

    [Fact]
    public async Task Every_cmdlet_has_passed_in_every_column()
    {
        IReadOnlyList<PesterTest>[] suites = await Task.WhenAll(
            Columns.Select(column => PesterSuite.RunAsync(column.Suite)));
        string[] cmdlets =
        [
            .. suites.SelectMany(suite => suite).Select(test => test.Cmdlet).OfType<string>().Distinct().Order()
        ];
        StringBuilder table = new();
        List<string> gaps = [];
        AppendLine(table, "Cmdlet", Columns.Select(column => column.Subject));
        foreach (string cmdlet in cmdlets)
        {
            string[] cells =
            [
                .. Columns.Select(
                    (column, i) =>
                        Cell(suites[i].Where(test => test.Cmdlet == cmdlet && test.Subject == column.Subject)))
            ];
            AppendLine(table, cmdlet, cells);
            gaps.AddRange(cells.Contains("0/0") ? [cmdlet] : []);
        }

        string path = Path.Combine(Places.RepositoryRoot, "out", "cmdlet-tests.txt");
        await File.WriteAllTextAsync(path, table.ToString(), TestContext.Current.CancellationToken);
        output.WriteLine(table.ToString());
        Assert.Empty(gaps);
    }

    // Those that passed, of all.
    private static string Cell(IEnumerable<PesterTest> tests) =>
        $"{tests.Count(test => test.Result == "Passed")}/{tests.Count()}";

    private static void AppendLine(StringBuilder table, string cmdlet, IEnumerable<string> cells) =>
        table.Append(cmdlet.PadRight(28)).AppendJoin("", cells.Select(cell => cell.PadLeft(11))).Append('\n');
}
