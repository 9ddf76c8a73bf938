using System.Management.Automation;

namespace MailAdmin.Module.Tests.Shell;

/// <summary>All that a script wrote. An error that ended it is the last of the errors.</summary>
internal sealed record ShellResult(
    IReadOnlyList<PSObject> Output,
    IReadOnlyList<ErrorRecord> Errors,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<string> Verbose,
    IReadOnlyList<string> Debug,
    IReadOnlyList<ProgressRecord> Progress,
    string HostText)
{
    /// <summary>The output, of a script that must not fail.</summary>
    public IReadOnlyList<PSObject> Success
    {
        get
        {
            Assert.Empty(Errors.Select(error => $"{error.FullyQualifiedErrorId}: {error} {error.Exception}"));
            return Output;
        }
    }

    /// <summary>A property of each object of the output, as text.</summary>
    public IReadOnlyList<string?> Texts(string property) =>
        [.. Success.Select(item => item.Properties[property]?.Value?.ToString())];

    /// <summary>A property of the one object of the output.</summary>
    public object? Value(string property) => Assert.Single(Success).Properties[property]?.Value;
}
