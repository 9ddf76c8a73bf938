using MailAdmin.Contracts;

namespace MailAdmin.Server.Administration.Contents;

/// <summary>
/// Messages that arrive in parts. One that gets nothing for ten minutes belongs to a client that is gone and is dropped
/// when the next one begins; so is the oldest when there are too many.
/// </summary>
internal sealed class UploadTable(IMailboxes mailboxes, TimeProvider timeProvider)
{
    private const int MaxUploads = 64;
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);
    private readonly SemaphoreSlim access = new(1);
    private readonly Dictionary<Guid, Upload> uploads = [];

    /// <summary>Adds a part; the first one has offset 0.</summary>
    /// <exception cref="MailException">MessageNotFound: there is no such upload, or it has another length.</exception>
    public async Task WriteAsync(Guid id, long offset, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await access.WaitAsync(cancellationToken);
        try
        {
            if (offset == 0)
            {
                await RemoveAsync(id);
                await DropAbandonedAsync();
                uploads[id] = new Upload(mailboxes.CreateSpool());
            }

            if (!uploads.TryGetValue(id, out Upload? upload) || upload.Spool.Length != offset)
            {
                throw MailException.Of(MailError.MessageNotFound.As("Upload"));
            }

            upload.LastUse = timeProvider.GetTimestamp();
            await upload.Spool.WriteAsync(bytes, cancellationToken);
        }
        finally
        {
            access.Release();
        }
    }

    /// <summary>Takes a message whose parts are all there; the caller disposes it.</summary>
    /// <exception cref="MailException">MessageNotFound.</exception>
    public async Task<MessageSpool> TakeAsync(Guid id, CancellationToken cancellationToken)
    {
        await access.WaitAsync(cancellationToken);
        try
        {
            return uploads.Remove(id, out Upload? upload)
                ? upload.Spool
                : throw MailException.Of(MailError.MessageNotFound.As("Upload"));
        }
        finally
        {
            access.Release();
        }
    }

    private async Task DropAbandonedAsync()
    {
        Guid[] abandoned =
        [
            .. uploads.Where(entry => timeProvider.GetElapsedTime(entry.Value.LastUse) > Timeout)
                .Select(entry => entry.Key)
        ];
        foreach (Guid id in abandoned)
        {
            await RemoveAsync(id);
        }

        if (uploads.Count >= MaxUploads)
        {
            await RemoveAsync(uploads.MinBy(entry => entry.Value.LastUse).Key);
        }
    }

    private async Task RemoveAsync(Guid id)
    {
        if (uploads.Remove(id, out Upload? upload))
        {
            await upload.Spool.DisposeAsync();
        }
    }

    private sealed class Upload(MessageSpool spool)
    {
        public MessageSpool Spool => spool;

        public long LastUse { get; set; }
    }
}
