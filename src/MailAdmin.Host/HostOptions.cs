using System.Management.Automation.Runspaces;

namespace MailAdmin.Host;

/// <summary>What the command line asks for.</summary>
internal sealed record HostOptions
{
    public const string Usage = """
        mailadmin                          opens a prompt
        mailadmin script.ps1 [arguments]   runs a script
        mailadmin -File script.ps1 [...]   the same
        mailadmin -Command 'commands'      runs commands; '-' reads them from standard input
        mailadmin -Help                    shows this
        """;

    public string? ScriptPath { get; init; }

    public IReadOnlyList<CommandParameter> ScriptArguments { get; init; } = [];

    public string? Command { get; init; }

    public bool ShowHelp { get; init; }

    public string? Problem { get; init; }

    public static HostOptions Parse(string[] arguments)
    {
        if (arguments.Length == 0)
        {
            return new HostOptions();
        }

        switch (arguments[0].ToUpperInvariant())
        {
            case "-HELP" or "-H" or "-?" or "--HELP":
                return new HostOptions { ShowHelp = true };
            case "-COMMAND" or "-C":
                return ParseCommand(arguments[1..]);
            case "-FILE" or "-F":
                return arguments.Length > 1 ? ParseScript(arguments[1..]) : new HostOptions { Problem = "-File needs the path of a script." };
            case ['-', ..]:
                return new HostOptions { Problem = $"'{arguments[0]}' is not an option." };
            default:
                return ParseScript(arguments);
        }
    }

    private static HostOptions ParseCommand(string[] words)
    {
        if (words.Length == 0)
        {
            return new HostOptions { Problem = "-Command needs the commands to run." };
        }

        return new HostOptions { Command = words is ["-"] ? Console.In.ReadToEnd() : string.Join(' ', words) };
    }

    private static HostOptions ParseScript(string[] words)
    {
        string path = Path.GetFullPath(words[0]);
        return File.Exists(path)
            ? new HostOptions { ScriptPath = path, ScriptArguments = [.. words.Skip(1).Select(ToParameter)] }
            : new HostOptions { Problem = $"There is no script '{words[0]}'." };
    }

    // "-Name" is a parameter, "-Name:value" one with its value, anything else an argument of the parameter before it or of a position.
    private static CommandParameter ToParameter(string word)
    {
        bool isName = word.Length > 1 && word[0] == '-' && (char.IsLetter(word[1]) || word[1] == '_');
        int colon = word.IndexOf(':', StringComparison.Ordinal);
        return (isName, colon) switch
        {
            (false, _) => new CommandParameter(null, word),
            (true, < 0) => new CommandParameter(word),
            _ => new CommandParameter(word[..(colon + 1)], ToValue(word[(colon + 1)..])),
        };
    }

    private static object ToValue(string text) => text.ToUpperInvariant() switch
    {
        "$TRUE" => true,
        "$FALSE" => false,
        _ => text,
    };
}
