using System.Runtime.InteropServices;
using MailAdmin.Pipeline;

namespace MailAdmin.Loading;

/// <summary>
/// Closes what is open when the process ends without removing the module first: at the end of a script, and when a
/// service manager or a closed terminal ends it.
/// </summary>
internal sealed class ProcessExit : IDisposable
{
    // Service managers wait longer than this before they kill.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private readonly Func<Task> closeAsync;
    private readonly PosixSignalRegistration[] signals;

    public ProcessExit(Func<Task> closeAsync)
    {
        this.closeAsync = closeAsync;
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;

        // The runtime raises no event for these: they end the process once their handlers have returned.
        signals =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Close()),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, _ => Close()),
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

    private void OnProcessExit(object? sender, EventArgs arguments) => Close();

    private void Close() => PipelinePump.Wait(Task.WhenAny(closeAsync(), Task.Delay(Timeout)));
}
