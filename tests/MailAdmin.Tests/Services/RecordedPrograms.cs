using MailAdmin.Server.Services;

namespace MailAdmin.Tests.Services;

/// <summary>Programs that are not run: records what was asked for, and fails where a test says so.</summary>
internal sealed class RecordedPrograms : IProgramRunner
{
    public List<string> Lines { get; } = [];

    /// <summary>Lines that begin so fail.</summary>
    public string? Failing { get; set; }

    public string Output { get; set; } = "";

    public Task<ProgramResult> RunAsync(IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        string line = string.Join(' ', words);
        Lines.Add(line);
        bool fails = Failing is not null && line.StartsWith(Failing, StringComparison.Ordinal);
        return Task.FromResult(fails ? new ProgramResult(1, "", "refused\n") : new ProgramResult(0, Output, ""));
    }
}
