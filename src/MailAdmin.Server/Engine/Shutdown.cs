namespace MailAdmin.Server.Engine;

/// <summary>Ends parts one after the other; a fault of one does not keep the next ones from being ended.</summary>
internal sealed class Shutdown
{
    private readonly List<Exception> faults = [];

    public void Step(Action end)
    {
        try
        {
            end();
        }
#pragma warning disable CA1031 // The fault is thrown when all parts have ended.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            faults.Add(exception);
        }
    }

    public async ValueTask StepAsync(Func<ValueTask> end)
    {
        try
        {
            await end();
        }
#pragma warning disable CA1031 // The fault is thrown when all parts have ended.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            faults.Add(exception);
        }
    }

    /// <exception cref="AggregateException">Some part has failed.</exception>
    public void ThrowIfFaulted()
    {
        if (faults.Count > 0)
        {
            throw new AggregateException(faults);
        }
    }
}
