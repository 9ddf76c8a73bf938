namespace MailAdmin.Contracts;

/// <summary>
/// The bytes of a stored message, read at any offset. It stays readable until it is disposed, also when the message is
/// expunged meanwhile. Reads of an embedded store complete synchronously.
/// </summary>
public abstract class MessageContent : IDisposable
{
    /// <summary>The number of bytes.</summary>
    public abstract long Length { get; }

    /// <summary>What was derived from the message when it was stored; empty: nothing.</summary>
    public abstract ReadOnlyMemory<byte> Structure { get; }

    /// <summary>Reads bytes at an offset.</summary>
    /// <returns>How many were read: as many as fit, fewer at the end only, 0 past the end.</returns>
    /// <exception cref="MailException">StoreFailed: the message is damaged.</exception>
    public abstract ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases its resources.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}

/// <summary>
/// A message while it arrives: small ones in memory, large ones in a file of the store. Write, then complete, then name
/// it in an append; always dispose it (what was appended stays).
/// </summary>
public abstract class MessageSpool : IAsyncDisposable
{
    /// <summary>The number of bytes written so far.</summary>
    public abstract long Length { get; }

    /// <summary>Adds bytes.</summary>
    /// <exception cref="MailException">DiskFull, StoreFailed.</exception>
    public abstract ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Ends writing; a file is synced.</summary>
    public abstract ValueTask CompleteAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Reads back what was written, after <see cref="CompleteAsync"/>; valid until the spool is disposed.
    /// </summary>
    public abstract MessageContent OpenContent();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await DisposeCoreAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Removes what was not appended.</summary>
    protected abstract ValueTask DisposeCoreAsync();
}
