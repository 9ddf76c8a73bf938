using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Pipeline;

/// <summary>Base of cmdlets that administer what is in a store.</summary>
public abstract class MailAdminCmdlet : AsyncMailAdminCmdlet
{
    // Enough to fill a sync of the store and keep all processors at work, few enough to be stopped at once.
    private const int MaxPending = 512;

    // Changes that were sent take a sync of the store.
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(10);

    // Nobody reads more of them, and looking for one takes milliseconds.
    private const int MaxSimilar = 20;
    private readonly PendingChanges pending = new();
    private IMailAdministration? administration;
    private CountedProgress? progress;
    private int similarCount;

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

    /// <summary>
    /// Names what was changed by a pipeline that ended before it could write the generated passwords: nobody knows
    /// them.
    /// </summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing && pending.Count > 0)
        {
            StopProcessing();
            IReadOnlyList<string> lost = PipelinePump.Wait(pending.LoseAsync(EndTimeout));
            if (lost.Count > 0)
            {
                // The pipeline takes no warning any more.
                Host.UI?.WriteWarningLine(
                    MailText.Of("Warning.PasswordsNotWritten", string.Join(", ", lost)).ToString());
            }
        }

        base.Dispose(disposing);
    }

    /// <summary>Sends a request to the store and waits for its result.</summary>
    protected T Send<T>(IRequest<T> request) => Send(Administration, request);

    /// <summary>Adds to a refusal what a name that does not exist was probably meant to be.</summary>
    protected override MailException Explain(MailException cause)
    {
        bool isName = cause.Variant.Length == 0
            && cause.Error is MailError.DomainNotFound or MailError.AccountNotFound or MailError.AliasNotFound
                or MailError.GroupNotFound;
        return isName && FindSimilar(cause) is { } similar
            ? MailException.Of(cause.Error.As("Similar"), cause, cause.Target, similar)
            : cause;
    }

    /// <summary>
    /// Warns of addresses in domains of the store that nobody has. Mail to such a target is refused, or returned.
    /// </summary>
    /// <param name="address">The address whose mail goes to them.</param>
    /// <param name="targets">The addresses.</param>
    private protected void WarnOfMissing(object address, IReadOnlyList<EmailAddress> targets)
    {
        if (targets.Count == 0)
        {
            return;
        }

        foreach (EmailAddress missing in Send(new FindMissingRecipients(targets)))
        {
            WriteWarning(MailText.Of("Warning.MissingRecipient", address, missing).ToString());
        }
    }

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
    /// Makes a change when the user agrees, and goes on; its result is written when it is there, in the order of the
    /// input.
    /// </summary>
    /// <param name="target">What is changed, as it was given.</param>
    /// <param name="action">What is done with it, for the question.</param>
    /// <param name="request">The change.</param>
    /// <param name="write">Writes the result; null: nothing.</param>
    /// <param name="hasSecret">Whether a result has a secret that is only in what is written; null: none has.</param>
    private protected void Change<T>(
        string target,
        MailText action,
        DirectoryChange<T> request,
        Action<T>? write = null,
        Func<T, bool>? hasSecret = null) =>
        Change(target, action, request, static change => Task.FromResult(change), write, hasSecret);

    /// <summary>
    /// As <see cref="Change{T}(string, MailText, DirectoryChange{T}, Action{T}, Func{T, bool})"/>, for a change whose
    /// request is completed by work that takes long and overlaps with that of other items.
    /// </summary>
    private protected void Change<T>(
        string target,
        MailText action,
        DirectoryChange<T> request,
        Func<DirectoryChange<T>, Task<DirectoryChange<T>>> completeAsync,
        Action<T>? write,
        Func<T, bool>? hasSecret = null)
    {
        if (ShouldChange(Administration, target, action, request))
        {
            Begin(target, completeAsync(request), write, hasSecret);
        }
    }

    /// <summary>
    /// Sends a request that the user agreed to, and goes on; its result is written when it is there, in the order of
    /// the input.
    /// </summary>
    protected void Begin<T>(object target, IRequest<T> request, Action<T>? write = null) =>
        Begin(target, Task.FromResult(request), write);

    private void Begin<T, TRequest>(
        object target, Task<TRequest> preparation, Action<T>? write, Func<T, bool>? hasSecret = null)
        where TRequest : IRequest<T>
    {
        progress ??= new CountedProgress(this);
        pending.Start(
            preparation,
            request =>
            {
                // Once it is sent, it must be known whether a secret that can be written no more was made.
                StopToken.ThrowIfCancellationRequested();
                return Administration.SendAsync(Sign(request), hasSecret is null ? StopToken : CancellationToken.None);
            },
            work => Attempt(target, () =>
            {
                T result = Await(work);
                progress.Advance();
                write?.Invoke(result);
            }),
            result => hasSecret?.Invoke(result) == true ? target.ToString() : null);

        // Where an error may stop the pipeline, nothing of a later item may have begun by then.
        int allowed = Preferences.MayStopOnError ? 0 : MaxPending;
        while (pending.IsNextDone || pending.Count > allowed)
        {
            FinishNext();
        }
    }

    private string? FindSimilar(MailException cause)
    {
        if (++similarCount > MaxSimilar)
        {
            return null;
        }

        try
        {
            return Send(new FindSimilarName(cause.Target, cause.Error));
        }
        catch (MailException)
        {
            // The refusal itself is what counts.
            return null;
        }
    }

    private void FinishNext() => pending.FinishNext(StopToken);
}
