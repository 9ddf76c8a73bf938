namespace MailAdmin.Server.Services;

/// <summary>Runs the programs of the platform that manage its services.</summary>
internal interface IProgramRunner
{
    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="MailException">ServiceManagerNotFound: the program does not exist.</exception>
    Task<ProgramResult> RunAsync(IReadOnlyList<string> words, CancellationToken cancellationToken);
}

/// <summary>How a program ended and what it wrote.</summary>
internal sealed record ProgramResult(int ExitCode, string Output, string Error)
{
    /// <summary>Why it failed, in its own words: what it wrote to standard error, or else to standard output.</summary>
    public string Reason => (Error.Trim().Length > 0 ? Error : Output).Trim();
}
