using System.Text;

namespace MailAdmin.Server.Services;

/// <summary>The quoting of unit files: systemd.service(5) "Command lines", systemd.unit(5) "Specifiers".</summary>
internal static class SystemdSyntax
{
    /// <summary>A path, or the program of a command line, in which variables are not replaced.</summary>
    public static string QuotePath(string path) => Quote(path, escapesVariables: false);

    /// <summary>An argument of a command line.</summary>
    public static string QuoteArgument(string argument) => Quote(argument, escapesVariables: true);

    /// <summary>The words of a command line.</summary>
    public static string CommandLine(IReadOnlyList<string> words) =>
        string.Join(' ', words.Skip(1).Select(QuoteArgument).Prepend(QuotePath(words[0])));

    private static string Quote(string value, bool escapesVariables)
    {
        StringBuilder text = new("\"");
        foreach (char c in value)
        {
            text.Append(c switch
            {
                '\\' => @"\\",
                '"' => "\\\"",
                '%' => "%%",
                '$' when escapesVariables => "$$",
                _ => c.ToString(),
            });
        }

        return text.Append('"').ToString();
    }
}
