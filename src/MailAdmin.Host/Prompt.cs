using System.Management.Automation.Language;

namespace MailAdmin.Host;

/// <summary>Reads commands and runs them until exit or the end of the input.</summary>
internal sealed class Prompt(Session session)
{
    public int Run()
    {
        bool interactive = !Console.IsInputRedirected;
        if (interactive)
        {
            Console.Out.WriteLine("MailAdmin. Get-Command -Module MailAdmin lists the commands, Get-Help about_MailAdmin tells more, exit leaves.");
        }

        int exitCode = ExitCodes.Success;
        while (session.ExitCode is null && Read(interactive) is { } text)
        {
            if (!string.IsNullOrWhiteSpace(text))
            {
                exitCode = session.RunCommand(text, addToHistory: true);
            }
        }

        return session.ExitCode ?? exitCode;
    }

    // A block, string or pipeline that is not finished goes on in the next line; an empty line ends it as it is.
    private static string? Read(bool interactive)
    {
        string text = "";
        for (string sign = "mailadmin> "; ; sign = ">> ")
        {
            if (interactive)
            {
                Console.Out.Write(sign);
            }

            string? line = Console.In.ReadLine();
            if (line is null)
            {
                return text.Length == 0 ? null : text;
            }

            text += text.Length == 0 ? line : "\n" + line;
            Parser.ParseInput(text, out _, out ParseError[] errors);
            if (line.Length == 0 || !errors.Any(error => error.IncompleteInput))
            {
                return text;
            }
        }
    }
}
