using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Net;

namespace MailAdmin.Module.Tests.Shell;

/// <summary>A fresh runspace into which the staged module is imported, and a folder for a store.</summary>
internal sealed class ModuleShell : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly CapturingHost host = new();
    private readonly Runspace runspace;

    public ModuleShell()
    {
        runspace = RunspaceFactory.CreateRunspace(host, InitialSessionState.CreateDefault2());
        runspace.Open();
        _ = Run("Import-Module $args[0]", Places.Manifest).Success;
    }

    /// <summary>The folder of the store, which does not exist at first.</summary>
    public string StorePath => folder["store"];

    public TemporaryFolder Folder => folder;

    /// <summary>A shell that is connected to a new store.</summary>
    public static ModuleShell WithStore()
    {
        ModuleShell shell = new();
        _ = shell.Run(
            "$null = Initialize-MailStore $args[0] -HostName mail.example.test; $null = Connect-MailStore $args[0]",
            shell.StorePath).Success;
        return shell;
    }

    /// <summary>A shell with a new store, the domain example.test, and accounts whose password is 'secret-1'.</summary>
    public static ModuleShell WithAccounts(params string[] addresses)
    {
        ModuleShell shell = WithStore();
        _ = shell.Run("$null = New-MailDomain example.test").Success;
        if (addresses.Length > 0)
        {
            _ = shell.Run(
                "$null = $args[0] | New-MailAccount -Password $args[1]", addresses, Secret("secret-1")).Success;
        }

        return shell;
    }

    public static System.Security.SecureString Secret(string text) => new NetworkCredential("", text).SecurePassword;

    /// <summary>Runs a script; its $args are the arguments.</summary>
    public ShellResult Run(string script, params object?[] arguments)
    {
        using PowerShell shell = Prepare(script, arguments);
        List<PSObject> output = [];
        List<ErrorRecord> errors = [];
        try
        {
            shell.Invoke(null, output);
            errors.AddRange(shell.Streams.Error);
        }
        catch (RuntimeException exception)
        {
            errors.AddRange(shell.Streams.Error);
            errors.Add(exception.ErrorRecord);
        }

        return new ShellResult(
            output,
            errors,
            [.. shell.Streams.Warning.Select(record => record.Message)],
            [.. shell.Streams.Verbose.Select(record => record.Message)],
            [.. shell.Streams.Debug.Select(record => record.Message)],
            [.. shell.Streams.Progress],
            host.TakeText());
    }

    /// <summary>What a person would see of a script.</summary>
    public string Render(string script, params object?[] arguments)
    {
        ShellResult result = Run($"& {{ {script} }} @args | Out-Default", arguments);
        _ = result.Success;
        return result.HostText;
    }

    /// <summary>Starts a script that goes on while the test does.</summary>
    public (PowerShell Shell, IAsyncResult Running) Start(string script, params object?[] arguments)
    {
        PowerShell shell = Prepare(script, arguments);
        return (shell, shell.BeginInvoke());
    }

    /// <summary>A script that the test starts itself.</summary>
    public PowerShell Prepare(string script, params object?[] arguments)
    {
        PowerShell shell = PowerShell.Create(runspace);
        shell.AddScript(script);
        foreach (object? argument in arguments)
        {
            shell.AddArgument(argument);
        }

        return shell;
    }

    public void Dispose()
    {
        try
        {
            // Removing the module stops listeners only when no other shell of this process has it.
            _ = Run("Stop-MailListener -TimeoutSeconds 1; Disconnect-MailStore; Remove-Module MailAdmin");
        }
        finally
        {
            runspace.Dispose();
            folder.Dispose();
        }
    }
}
