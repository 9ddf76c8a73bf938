using System.Runtime.InteropServices;
using MailAdmin.Pipeline;

namespace MailAdmin.Loading;

/// <summary>
/// Closes what is open when the process ends without removing the module first: at the end of a script, and when a
/// service manager or a closed terminal ends it. A script that waits for its listeners goes on after a signal, and ends
/// by itself.
/// </summary>
internal sealed class ProcessExit : IDisposable
{
    // Service managers wait longer than both before they kill.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ScriptTimeout = TimeSpan.FromSeconds(60);

    private readonly Func<Task> closeAsync;
    private readonly Func<bool> hasListeners;
    private readonly PosixSignalRegistration[] signals;

    /// <param name="closeAsync">Stops the listeners of this process and closes its stores.</param>
    /// <param name="hasListeners">Whether this process runs listeners.</param>
    public ProcessExit(Func<Task> closeAsync, Func<bool> hasListeners)
    {
        this.closeAsync = closeAsync;
        this.hasListeners = hasListeners;
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;

        // The runtime raises no event for these: they end the process once their handlers have returned.
        signals =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal),
        ];
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        foreach (PosixSignalRegistration signal in signals)
        {
            signal.Dispose();
        }
    }

    private void OnSignal(PosixSignalContext context)
    {
        // Windows ends the process when the handler returns, whatever it says.
        if (!OperatingSystem.IsWindows() && EndRequest.TryMake())
        {
            context.Cancel = true;
            _ = ExitAfterAsync(ScriptTimeout);
            return;
        }

        bool isServer = hasListeners();
        Close();
        if (isServer)
        {
            // A server that was asked to end and has ended did not fail.
            Environment.Exit(0);
        }
    }

    // A script that does not end by itself.
    private static async Task ExitAfterAsync(TimeSpan timeout)
    {
        await Task.Delay(timeout);
        Environment.Exit(0);
    }

    private void OnProcessExit(object? sender, EventArgs arguments) => Close();

    private void Close() => PipelinePump.Wait(Task.WhenAny(closeAsync(), Task.Delay(Timeout)));
}
