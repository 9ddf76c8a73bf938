using System.Management.Automation;
using System.Threading.Channels;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Pipeline;

/// <summary>
/// Base of cmdlets that wait for something: runs asynchronous work while the pipeline thread writes what it yields,
/// turns refusals into errors of the one item they concern, and stops at once on Ctrl+C.
/// </summary>
public abstract class AsyncMailAdminCmdlet : PSCmdlet, IDisposable
{
    private const int StreamBuffer = 512;
    private const long SmallSize = 64 << 10;
    private readonly CancellationTokenSource stopping = new();
    private readonly PipelinePump pump = new();
    private readonly List<IAsyncDisposable> leases = [];

    /// <summary>Creates the cmdlet; the engine does, for each use.</summary>
    protected AsyncMailAdminCmdlet()
    {
        Preferences = new CommonPreferences(this);
    }

    /// <summary>Is cancelled when the pipeline is stopped.</summary>
    protected CancellationToken StopToken => stopping.Token;

    /// <summary>What the common parameters ask for.</summary>
    private protected CommonPreferences Preferences { get; }

    /// <summary>Who makes a change, for the journal.</summary>
    private ChangeOrigin Origin => new(Environment.UserName, MyInvocation.MyCommand.Name, Environment.ProcessId);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of what the cmdlet holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            stopping.Cancel();
            EndLeases();
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => stopping.Cancel();

    /// <summary>
    /// The folder of a store: the one given, or that of Connect-MailStore, the environment, or the default.
    /// </summary>
    /// <exception cref="MailException">StoreNotFound: the last Connect-MailStore failed.</exception>
    protected string ResolveStorePath(string? given) => ResolveUnconnectedPath(given ?? StoreConnection.Path);

    /// <summary>
    /// As <see cref="ResolveStorePath"/>, whatever Connect-MailStore selected.
    /// </summary>
    protected string ResolveUnconnectedPath(string? given)
    {
        string path = given ?? StoreLocation.Default
            ?? throw MailException.Of(MailError.StoreNotFound.As("NoDefault"));
        return GetUnresolvedProviderPathFromPSPath(path);
    }

    /// <summary>
    /// The folder of a store that the cmdlet can do without; null when there is not even a place for one.
    /// </summary>
    private protected string? ResolveOptionalStorePath(string? given)
    {
        try
        {
            return ResolveStorePath(given);
        }
        catch (MailException exception) when (exception.Error == MailError.StoreNotFound)
        {
            return null;
        }
    }

    /// <summary>Asks whether to do something, in the language of the user.</summary>
    private protected bool ShouldProcess(string target, MailText action) => ShouldProcess(target, action.ToString());

    /// <inheritdoc cref="ShouldProcess(string, MailText)"/>
    private protected bool ShouldProcess(MailText target, MailText action) =>
        ShouldProcess(target.ToString(), action.ToString());

    /// <summary>
    /// Asks whether to make a change. With -WhatIf the store checks the change first, so that what the real run would
    /// refuse is refused; nothing is changed.
    /// </summary>
    /// <exception cref="MailException">The store refuses the change.</exception>
    private protected bool ShouldChange<T>(
        IMailAdministration store, string target, MailText action, DirectoryChange<T> request)
    {
        if (Preferences.IsWhatIf)
        {
            DirectoryChange<T> check = request with { Origin = Origin with { CheckOnly = true } };
            Call(cancellationToken => store.SendAsync(check, cancellationToken));
        }

        return ShouldProcess(target, action);
    }

    /// <summary>Gets hold of a store until the cmdlet ends; a store that will not open ends the cmdlet.</summary>
    protected IMailAdministration OpenStore(string? given, bool forListeners = false)
    {
        return Require(given ?? "", () =>
        {
            string path = ResolveStorePath(given);
            WriteVerbose(MailText.Of("Verbose.OpeningStore", path).ToString());
            OpenStore store = Call(cancellationToken => StoreAccess.OpenAsync(path, forListeners, cancellationToken));
            leases.Add(store.Lease);
            return store.Administration;
        });
    }

    /// <summary>
    /// Releases a store at once, unless something else of this process uses it: a process that is killed next leaves
    /// nothing behind.
    /// </summary>
    private protected void ReleaseStore(string path)
    {
        EndLeases();
        PipelinePump.Wait(Task.Run(() => StoreAccess.ReleaseAsync(path)));
    }

    /// <summary>Runs work and waits for it.</summary>
    // Off the pipeline thread, which might have a context that the continuations would wait for.
    protected T Call<T>(Func<CancellationToken, Task<T>> work) => Await(Task.Run(() => work(StopToken), StopToken));

    /// <inheritdoc cref="Call{T}"/>
    protected void Call(Func<CancellationToken, Task> work) =>
        Call(cancellationToken => PipelinePump.WithoutResult(work(cancellationToken)));

    /// <summary>Sends a request to a store and waits for its result.</summary>
    protected T Send<T>(IMailAdministration store, IRequest<T> request)
    {
        IRequest<T> signed = Sign(request);
        return Call(cancellationToken => store.SendAsync(signed, cancellationToken));
    }

    /// <summary>A request that says who makes the change, if it makes one.</summary>
    protected IRequest<T> Sign<T>(IRequest<T> request) =>
        request is DirectoryChange<T> change ? change with { Origin = Origin } : request;

    /// <summary>Runs work that reports its progress (0 to 1), and shows it.</summary>
    protected T CallWithProgress<T>(Func<IProgress<double>, CancellationToken, Task<T>> work)
    {
        CountedProgress progress = new(this);
        T result = Call(
            cancellationToken =>
                work(new PostedProgress(fraction => Post(() => progress.Report(fraction))), cancellationToken));
        progress.Complete();
        return result;
    }

    /// <summary>Waits for work that runs already.</summary>
    protected T Await<T>(Task<T> work)
    {
        try
        {
            return pump.Run(work, StopToken);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception fault) when (fault is not (MailException or OperationCanceledException or RuntimeException))
        {
            throw MailException.Of(MailError.InternalError, fault, fault.Message);
        }
    }

    /// <summary>The items of a stream, read ahead by a limited number while the pipeline handles them.</summary>
    protected IEnumerable<T> Stream<T>(Func<CancellationToken, IAsyncEnumerable<T>> source)
    {
        Channel<T> buffer = Channel.CreateBounded<T>(StreamBuffer);
        Task<bool> reading = Task.Run(() => ReadAsync(source, buffer.Writer, StopToken), StopToken);
        while (Await(buffer.Reader.WaitToReadAsync(StopToken).AsTask()))
        {
            while (buffer.Reader.TryRead(out T? item))
            {
                yield return item;
            }
        }

        Await(reading);
    }

    /// <summary>
    /// Has an action run on the pipeline thread while it waits in <see cref="Call{T}"/>; from any thread.
    /// </summary>
    protected void Post(Action action) => pump.Post(action);

    /// <summary>
    /// Does something for one item; a refusal becomes an error of that item, and the next one can follow.
    /// </summary>
    protected bool Attempt(object target, Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (MailException exception)
        {
            WriteError(ErrorRecords.Of(Explain(exception), target));
            return false;
        }
    }

    /// <summary>
    /// Warns of a size that hardly lets a message through: its unit was forgotten, or 0 was taken for no limit.
    /// </summary>
    /// <param name="parameter">The name of the parameter.</param>
    /// <param name="size">The size; null: it is not given.</param>
    private protected void WarnOfSmall(string parameter, MailSize? size)
    {
        if (size == MailSize.Zero)
        {
            WriteWarning(MailText.Of("Warning.ZeroSize", parameter).ToString());
        }
        else if (size?.Bytes < SmallSize)
        {
            WriteWarning(MailText.Of("Warning.SmallSize", parameter, size.Value.Bytes).ToString());
        }
    }

    /// <summary>Says more about a refusal where more is known.</summary>
    protected virtual MailException Explain(MailException cause) => cause;

    /// <summary>Does something without which nothing further could succeed; a refusal ends the cmdlet.</summary>
    protected T Require<T>(object target, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (MailException exception)
        {
            ThrowTerminatingError(ErrorRecords.Of(exception, target));
            throw;
        }
    }

    private void EndLeases()
    {
        foreach (IAsyncDisposable lease in leases)
        {
            PipelinePump.Wait(lease.DisposeAsync().AsTask());
        }

        leases.Clear();
    }

    private static async Task<bool> ReadAsync<T>(
        Func<CancellationToken, IAsyncEnumerable<T>> source,
        ChannelWriter<T> writer,
        CancellationToken cancellationToken)
    {
        try
        {
            await foreach (T item in source(cancellationToken).WithCancellation(cancellationToken))
            {
                await writer.WriteAsync(item, cancellationToken);
            }
        }
        finally
        {
            writer.Complete();
        }

        return true;
    }

    private sealed class PostedProgress(Action<double> post) : IProgress<double>
    {
        public void Report(double value) => post(value);
    }
}
