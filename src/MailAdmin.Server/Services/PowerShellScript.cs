using System.Text;

namespace MailAdmin.Server.Services;

/// <summary>Builds the command line by which PowerShell runs a script of one line.</summary>
public static class PowerShellScript
{
    // PowerShell takes the typographic ones for quotes too.
    private const string Quotes = "'\u2018\u2019\u201a\u201b";

    /// <summary>A value as a literal of PowerShell: in single quotes, each quote in it twice.</summary>
    public static string Quote(string value)
    {
        StringBuilder text = new("'");
        foreach (char c in value)
        {
            text.Append(c, Quotes.Contains(c, StringComparison.Ordinal) ? 2 : 1);
        }

        return text.Append('\'').ToString();
    }

    /// <summary>The words that start the PowerShell of a folder: its program, or dotnet with its assembly.</summary>
    /// <exception cref="MailException">InvalidArgument: it has neither; it is part of another program.</exception>
    public static IReadOnlyList<string> Program(string home)
    {
        string program = Path.Combine(home, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh");
        string assembly = Path.Combine(home, "pwsh.dll");
        return File.Exists(program) ? [program]
            : File.Exists(assembly) && Environment.ProcessPath is { } dotnet ? [dotnet, assembly]
            : throw MailException.Of(MailError.InvalidArgument.As("NoPowerShell"), home);
    }

    /// <summary>
    /// The words that run a command of the module and end with 1 when it fails: nothing of the user's profile, and
    /// nobody to answer a question.
    /// </summary>
    /// <param name="program">The words that start PowerShell.</param>
    /// <param name="module">The full path of the manifest of the module.</param>
    /// <param name="command">The command.</param>
    public static IReadOnlyList<string> Command(IReadOnlyList<string> program, string module, string command) =>
    [
        .. program, "-NoProfile", "-NonInteractive", "-Command",
        $"$ErrorActionPreference = 'Stop'; Import-Module {Quote(module)}; {command}",
    ];
}
