using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Contracts;

namespace MailAdmin.Pipeline;

/// <summary>Base of cmdlets that administer what is in a store.</summary>
public abstract class MailAdminCmdlet : AsyncMailAdminCmdlet
{
    // Enough to fill a sync of the store and keep all processors at work, few enough to be stopped at once.
    private const int MaxPending = 512;
    private readonly PendingChanges pending = new();
    private IMailAdministration? administration;
    private CountedProgress? progress;

    /// <summary>The folder of the store. Default: the store of Connect-MailStore, then $env:MAILADMIN_STORE, then the platform's data folder.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? StorePath { get; set; }

    /// <summary>What can be asked of the store.</summary>
    protected IMailAdministration Administration => administration ??= OpenStore(StorePath, NeedsListeners);

    /// <summary>Whether the cmdlet runs listeners, so that it must wait for a script that owns the store.</summary>
    protected virtual bool NeedsListeners => false;

    /// <summary>Which values are given for the present item.</summary>
    private protected GivenParameters Given { get; private set; } = null!;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        Given = new GivenParameters(this);
        _ = Administration;
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        while (pending.Count > 0)
        {
            FinishNext();
        }

        progress?.Complete();
    }

    /// <summary>Starts a change and goes on; its result is written when it is there, in the order of the input.</summary>
    protected void Change<T>(object target, Func<CancellationToken, Task<T>> change, Action<T>? write) =>
        Change(target, Task.FromResult(true), (_, cancellationToken) => change(cancellationToken), write);

    /// <summary>As <see cref="Change{T}"/>, for a change that yields nothing.</summary>
    protected void Change(object target, Func<CancellationToken, Task> change) =>
        Change<bool>(target, cancellationToken => PipelinePump.WithoutResult(change(cancellationToken)), null);

    /// <summary>As <see cref="Change{T}"/>, after a preparation that runs beside others.</summary>
    protected void Change<TPrepared, T>(
        object target, Task<TPrepared> preparation, Func<TPrepared, CancellationToken, Task<T>> change, Action<T>? write)
    {
        progress ??= new CountedProgress(this);
        pending.Start(preparation, prepared => change(prepared, StopToken), work => Attempt(target, () =>
        {
            T result = Await(work);
            progress.Advance();
            write?.Invoke(result);
        }));

        while (pending.IsNextDone || pending.Count > MaxPending)
        {
            FinishNext();
        }
    }

    private void FinishNext() => pending.FinishNext();
}
