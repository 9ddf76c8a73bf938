namespace MailAdmin.Host;

/// <summary>mailadmin: runs a script, a command or a prompt with the module imported, where no pwsh is installed.</summary>
internal static class Program
{
    private static void Main(string[] arguments)
    {
        // Runspaces that a script left open have threads of their own, which must not keep the process alive.
        Environment.Exit(Run(arguments));
    }

    private static int Run(string[] arguments)
    {
        HostOptions options = HostOptions.Parse(arguments);
        if (options.Problem is not null)
        {
            Console.Error.WriteLine(options.Problem);
            Console.Error.WriteLine(HostOptions.Usage);
            return ExitCodes.BadArguments;
        }

        if (options.ShowHelp)
        {
            Console.Out.WriteLine(HostOptions.Usage);
            return ExitCodes.Success;
        }

        using Session session = new();
        if (!session.ImportModule())
        {
            return ExitCodes.Failure;
        }

        if (options.ScriptPath is not null)
        {
            return session.RunScript(options.ScriptPath, options.ScriptArguments);
        }

        return options.Command is not null ? session.RunCommand(options.Command) : new Prompt(session).Run();
    }
}
