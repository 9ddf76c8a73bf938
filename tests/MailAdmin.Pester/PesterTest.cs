namespace MailAdmin.Pester;

/// <summary>One It of a suite, as Pester saw it end.</summary>
/// <param name="Path">The names of its Describe, of the blocks within, and its own.</param>
/// <param name="Cmdlet">What it tests, where the table of cmdlets has a line for it.</param>
/// <param name="Result">Passed, Failed, Skipped or NotRun.</param>
/// <param name="Message">Why it failed or was skipped.</param>
public sealed record PesterTest(string[] Path, string? Cmdlet, string Result, string? Message)
{
    /// <summary>The outermost block, which is a column of the table.</summary>
    public string Subject => Path[0];

    /// <summary>Short, because the names of tests have it in them.</summary>
    public override string ToString() => Result;
}
