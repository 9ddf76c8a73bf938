namespace MailAdmin.Storage.Mailboxes;

/// <summary>
/// An observer of committed changes, until it is disposed. The committer calls it, so it must not block.
/// </summary>
internal abstract class Subscription<T>(Action<T> observer) : IDisposable
{
    private bool ended;

    /// <summary>Notifies the observer of a change.</summary>
    /// <param name="change">The change.</param>
    /// <param name="onFailure">Is called when the observer fails.</param>
    public void Notify(T change, Action<Exception> onFailure)
    {
        if (Volatile.Read(ref ended))
        {
            return;
        }

        try
        {
            observer(change);
        }
#pragma warning disable CA1031 // An observer's fault must not stop the committer; it is logged.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            onFailure(exception);
        }
    }

    public void Dispose()
    {
        Volatile.Write(ref ended, true);
        End();
    }

    /// <summary>Removes the observer from what it observes.</summary>
    protected abstract void End();
}
