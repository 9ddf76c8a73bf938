namespace MailAdmin.Storage.Directory;

/// <summary>
/// Makes changes of files until one fails; from then on none is made in any of them. So what was not carried over from
/// one file into another is never taken out of the first.
/// </summary>
internal sealed class WriteFault
{
    /// <summary>Why the files are not what was written; null: they are.</summary>
    public Exception? Cause { get; private set; }

    public void Try(Action change)
    {
        if (Cause is not null)
        {
            return;
        }

        try
        {
            change();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Cause = exception;
        }
    }
}
