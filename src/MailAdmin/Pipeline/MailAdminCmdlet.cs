using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Requests;

namespace MailAdmin.Pipeline;

/// <summary>Base of cmdlets that administer what is in a store.</summary>
public abstract class MailAdminCmdlet : AsyncMailAdminCmdlet
{
    // Enough to fill a sync of the store and keep all processors at work, few enough to be stopped at once.
    private const int MaxPending = 512;
    private readonly PendingChanges pending = new();
    private IMailAdministration? administration;
    private CountedProgress? progress;

    /// <summary>
    /// The folder of the store. Default: the store of Connect-MailStore, then $env:MAILADMIN_STORE, then the platform's
    /// data folder.
    /// </summary>
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

    /// <summary>Sends a request to the store and waits for its result.</summary>
    protected T Send<T>(IRequest<T> request) => Send(Administration, request);

    /// <summary>The results of a query, read ahead by a limited number while the pipeline handles them.</summary>
    protected IEnumerable<T> Stream<T>(IStreamRequest<T> request) =>
        Stream(cancellationToken => Administration.StreamAsync(request, cancellationToken));

    /// <summary>
    /// The results of a query by a name or a pattern. A pattern may match nothing; a name that is not there is an
    /// error.
    /// </summary>
    /// <exception cref="MailException">The name is not there.</exception>
    protected IEnumerable<T> Find<T>(string text, IStreamRequest<T> request, Func<MailException> missing)
    {
        bool any = false;
        foreach (T item in Stream(request))
        {
            any = true;
            yield return item;
        }

        if (!any && !AddressPattern.IsPattern(text))
        {
            throw missing();
        }
    }

    /// <summary>Writes items as they come. WriteObject would wrap a refusal that comes between them.</summary>
    protected void WriteEach<T>(IEnumerable<T> items)
    {
        foreach (T item in items)
        {
            WriteObject(item);
        }
    }

    /// <summary>
    /// Starts a change and goes on; its result is written when it is there, in the order of the input.
    /// </summary>
    protected void Change<T>(object target, IRequest<T> request, Action<T>? write = null) =>
        Change(target, Task.FromResult(true), _ => request, write);

    /// <summary>As <see cref="Change{T}"/>, after a preparation that runs beside others.</summary>
    protected void Change<TPrepared, T>(
        object target, Task<TPrepared> preparation, Func<TPrepared, IRequest<T>> request, Action<T>? write)
    {
        progress ??= new CountedProgress(this);
        pending.Start(
            preparation,
            prepared => Administration.SendAsync(Sign(request(prepared)), StopToken),
            work => Attempt(target, () =>
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
