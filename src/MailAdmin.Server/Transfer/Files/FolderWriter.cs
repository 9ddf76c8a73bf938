namespace MailAdmin.Server.Transfer.Files;

/// <summary>
/// Writes the messages of one folder, one after another. What is not complete never has the name of something complete,
/// so that a run that is interrupted leaves nothing that looks whole and is not.
/// </summary>
internal abstract class FolderWriter : IDisposable
{
    /// <summary>The file or folder that is written.</summary>
    public abstract string Path { get; }

    /// <summary>Whether an earlier run has written a message.</summary>
    public abstract bool Has(MailContent message);

    /// <summary>Begins a message; its bytes go to the stream.</summary>
    public abstract Stream Begin(MailContent message);

    /// <summary>The message is complete.</summary>
    public abstract void Complete(MailContent message);

    /// <summary>The message cannot be read to its end: what was written of it goes.</summary>
    public abstract void Abandon();

    /// <summary>The folder is complete.</summary>
    public abstract void Commit();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Removes what is not complete.</summary>
    protected abstract void Dispose(bool disposing);
}
