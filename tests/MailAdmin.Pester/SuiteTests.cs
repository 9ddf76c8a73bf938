namespace MailAdmin.Pester;

/// <summary>Each test of the suites; a class a suite, so that they run beside each other.</summary>
public abstract class SuiteTests
{
    protected static void Verify(PesterTest test) => Assert.True(test.Result == "Passed", test.Message);
}

public sealed class PackageTests : SuiteTests
{
    public static Task<IReadOnlyCollection<TheoryDataRow<PesterTest>>> Rows() => PesterSuite.RowsAsync("Package");

    [Theory]
    [MemberData(nameof(Rows), DisableDiscoveryEnumeration = true)]
    public void Package(PesterTest test) => Verify(test);
}

public sealed class ExamplesTests : SuiteTests
{
    public static Task<IReadOnlyCollection<TheoryDataRow<PesterTest>>> Rows() => PesterSuite.RowsAsync("Examples");

    [Theory]
    [MemberData(nameof(Rows), DisableDiscoveryEnumeration = true)]
    public void Examples(PesterTest test) => Verify(test);
}

public sealed class CompletionTests : SuiteTests
{
    public static Task<IReadOnlyCollection<TheoryDataRow<PesterTest>>> Rows() => PesterSuite.RowsAsync("Completion");

    [Theory]
    [MemberData(nameof(Rows), DisableDiscoveryEnumeration = true)]
    public void Completion(PesterTest test) => Verify(test);
}

public sealed class ViewsTests : SuiteTests
{
    public static Task<IReadOnlyCollection<TheoryDataRow<PesterTest>>> Rows() => PesterSuite.RowsAsync("Views");

    [Theory]
    [MemberData(nameof(Rows), DisableDiscoveryEnumeration = true)]
    public void Views(PesterTest test) => Verify(test);
}

public sealed class JobsTests : SuiteTests
{
    public static Task<IReadOnlyCollection<TheoryDataRow<PesterTest>>> Rows() => PesterSuite.RowsAsync("Jobs");

    [Theory]
    [MemberData(nameof(Rows), DisableDiscoveryEnumeration = true)]
    public void Jobs(PesterTest test) => Verify(test);
}

public sealed class SignalsTests : SuiteTests
{
    public static Task<IReadOnlyCollection<TheoryDataRow<PesterTest>>> Rows() => PesterSuite.RowsAsync("Signals");

    [Theory]
    [MemberData(nameof(Rows), DisableDiscoveryEnumeration = true)]
    public void Signals(PesterTest test) => Verify(test);
}

public sealed class ObjectsTests : SuiteTests
{
    public static Task<IReadOnlyCollection<TheoryDataRow<PesterTest>>> Rows() => PesterSuite.RowsAsync("Objects");

    [Theory]
    [MemberData(nameof(Rows), DisableDiscoveryEnumeration = true)]
    public void Objects(PesterTest test) => Verify(test);
}

public sealed class RoundTripsTests : SuiteTests
{
    public static Task<IReadOnlyCollection<TheoryDataRow<PesterTest>>> Rows() => PesterSuite.RowsAsync("RoundTrips");

    [Theory]
    [MemberData(nameof(Rows), DisableDiscoveryEnumeration = true)]
    public void RoundTrips(PesterTest test) => Verify(test);
}
