using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace MailAdmin.Host;

/// <summary>A runspace with the module, whose pipelines write to the console and are stopped by Ctrl+C.</summary>
internal sealed class Session : IDisposable
{
    private readonly ConsoleHost host = new();
    private readonly Runspace runspace;
    private volatile PowerShell? running;
    private volatile bool interrupted;

    public Session()
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.RemoteSigned;
        }

        runspace = RunspaceFactory.CreateRunspace(host, state);
        runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
        runspace.Open();
        Runspace.DefaultRunspace = runspace;
        Console.CancelKeyPress += StopPipeline;
    }

    /// <summary>What a script or the user asked the process to end with; null: nothing yet.</summary>
    public int? ExitCode => host.ExitCode;

    public void Dispose()
    {
        Console.CancelKeyPress -= StopPipeline;
        try
        {
            // Stops the listeners of this process in good order.
            using PowerShell removal = PowerShell.Create(runspace);
            removal.AddCommand("Remove-Module").AddParameter("Name", "MailAdmin").AddParameter("ErrorAction", "Ignore").Invoke();
        }
        catch (RuntimeException exception)
        {
            host.UI.WriteErrorLine(exception.Message);
        }

        runspace.Dispose();
    }

    /// <summary>Imports the module; says why when that fails.</summary>
    public bool ImportModule()
    {
        string? manifest = ModuleLocation.Find();
        if (manifest is null)
        {
            host.UI.WriteErrorLine("The module is neither beside this program nor in out/MailAdmin of a folder above it. Build it with: dotnet build");
            return false;
        }

        return Invoke(shell => shell.AddCommand("Import-Module").AddParameter("Name", manifest).AddParameter("ErrorAction", "Stop")) == ExitCodes.Success;
    }

    public int RunScript(string path, IReadOnlyList<CommandParameter> arguments)
    {
        return Invoke(shell =>
        {
            Command script = new(path, isScript: false, useLocalScope: false);
            foreach (CommandParameter argument in arguments)
            {
                script.Parameters.Add(argument);
            }

            shell.Commands.AddCommand(script);
        });
    }

    public int RunCommand(string text, bool addToHistory = false) => Invoke(shell => shell.AddScript(text), addToHistory);

    private int Invoke(Action<PowerShell> add, bool addToHistory = false)
    {
        using PowerShell shell = PowerShell.Create(runspace);
        add(shell);
        shell.Commands.Commands[^1].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        shell.AddCommand("Out-Default");
        runspace.SessionStateProxy.SetVariable("global:LASTEXITCODE", 0);
        interrupted = false;
        running = shell;
        try
        {
            shell.Invoke(null, new PSInvocationSettings { AddToHistory = addToHistory });
            return ExitCode ?? runspace.SessionStateProxy.GetVariable("global:LASTEXITCODE") as int? ?? ExitCodes.Success;
        }
        catch (PipelineStoppedException)
        {
            return ExitCode ?? (interrupted ? ExitCodes.Interrupted : ExitCodes.Failure);
        }
        catch (RuntimeException exception)
        {
            Show(exception.ErrorRecord ?? new ErrorRecord(exception, "HostFailed", ErrorCategory.InvalidResult, null));
            return ExitCode ?? ExitCodes.Failure;
        }
        finally
        {
            running = null;
            host.ClearProgress();
        }
    }

    private void Show(ErrorRecord error)
    {
        using PowerShell shell = PowerShell.Create(runspace);
        PSObject record = PSObject.AsPSObject(error);

        // Tells Out-Default that this is an error that was not handled, not an object that happens to be a record.
        record.Properties.Add(new PSNoteProperty("writeErrorStream", true));
        shell.AddCommand("Out-Default").AddParameter("InputObject", record).Invoke();
    }

    private void StopPipeline(object? sender, ConsoleCancelEventArgs args)
    {
        args.Cancel = true;
        interrupted = true;
        running?.BeginStop(null, null);
    }
}
