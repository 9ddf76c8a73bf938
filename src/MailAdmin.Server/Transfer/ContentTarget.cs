using MailAdmin.Requests;
using MailAdmin.Server.Transfer.Files;

namespace MailAdmin.Server.Transfer;

/// <summary>
/// Adds messages to one folder of a store in batches, leaving out those that are there: a message of the folder with
/// the same bytes stands for one message of the source.
/// </summary>
internal sealed class ContentTarget(IMailAdministration store, string account, string folder) : IDisposable
{
    private const int MaxBatch = 100;
    private const long MaxBatchSize = 4L << 20;
    private const int PartLength = 256 << 10;
    private readonly List<(MessageBody Body, DateTimeOffset Date, IReadOnlyList<string> Flags)> batch = [];
    private readonly Dictionary<string, int> there = [];
    private readonly HashSet<long> askedSizes = [];
    private long batchSize;

    /// <summary>Whether the batch should be flushed before more is added.</summary>
    public bool IsFull => batch.Count >= MaxBatch || batchSize >= MaxBatchSize;

    /// <summary>The places of messages that the store refused.</summary>
    public HashSet<string> Refused { get; } = [];

    /// <summary>Takes a message, which is then disposed by this.</summary>
    public void Add(MessageBody body, DateTimeOffset date, IReadOnlyList<string> flags)
    {
        batch.Add((body, date, flags));
        batchSize += body.IsInline ? body.Length : 0;
    }

    /// <summary>
    /// Adds what waits. Without any the folder is created only. What the store refuses of one message is reported, and
    /// the others are added.
    /// </summary>
    /// <exception cref="MailException">The store takes no more messages at all.</exception>
    public async Task FlushAsync(FolderCount count, TransferReport report, CancellationToken cancellationToken)
    {
        try
        {
            int[] missing = await FindMissingAsync(cancellationToken);
            count.Skipped += batch.Count - missing.Length;
            try
            {
                await SendAsync(missing, count, cancellationToken);
            }
            catch (MailException refusal) when (missing.Length > 1 && IsOfOneMessage(refusal))
            {
                foreach (int index in missing)
                {
                    await SendOneAsync(index, count, report, cancellationToken);
                }
            }
            catch (MailException refusal) when (missing.Length == 1 && IsOfOneMessage(refusal))
            {
                Fail(missing[0], refusal, count, report);
            }

            report.Advanced(batch.Count, folder);
        }
        finally
        {
            Clear();
        }
    }

    public void Dispose() => Clear();

    private static bool IsOfOneMessage(MailException refusal) => refusal.Error is MailError.MessageLargerThanQuota
        or MailError.MessageTooLarge or MailError.TooManyKeywords or MailError.MessageNotFound or MailError.OverQuota;

    // Those of the batch that no message of the folder stands for.
    private async Task<int[]> FindMissingAsync(CancellationToken cancellationToken)
    {
        long[] sizes = [.. batch.Select(message => message.Body.Length).Where(askedSizes.Add)];
        if (sizes.Length > 0)
        {
            await foreach (ContentHash found in store.StreamAsync(
                new FindContentHashes(account, folder, sizes), cancellationToken))
            {
                there[found.Sha256] = there.GetValueOrDefault(found.Sha256) + 1;
            }
        }

        List<int> missing = [];
        for (int i = 0; i < batch.Count; i++)
        {
            string hash = batch[i].Body.Sha256;
            int known = there.GetValueOrDefault(hash);
            if (known == 0)
            {
                missing.Add(i);
            }
            else
            {
                there[hash] = known - 1;
            }
        }

        return [.. missing];
    }

    private async Task SendOneAsync(
        int index, FolderCount count, TransferReport report, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync([index], count, cancellationToken);
        }
        catch (MailException refusal) when (refusal.Error != MailError.OverQuota && IsOfOneMessage(refusal))
        {
            Fail(index, refusal, count, report);
        }
    }

    private void Fail(int index, MailException cause, FolderCount count, TransferReport report)
    {
        if (cause.Error == MailError.OverQuota)
        {
            throw cause;
        }

        count.Failed++;
        string place = batch[index].Body.Place;
        Refused.Add(place);
        report.Failed(place, MailException.Of(
            MailError.InvalidArgument.As("NotImported"), cause, place, cause.Text));
    }

    private async Task SendAsync(int[] indexes, FolderCount count, CancellationToken cancellationToken)
    {
        List<ContentToAdd> messages = [];
        foreach (int index in indexes)
        {
            (MessageBody body, DateTimeOffset date, IReadOnlyList<string> flags) = batch[index];
            messages.Add(body.IsInline
                ? new ContentToAdd(body.Bytes, Upload: null, date, flags)
                : new ContentToAdd(default, await UploadAsync(body, cancellationToken), date, flags));
        }

        await store.SendAsync(
            new AddContent(account, folder, SpecialFolders.UseOf(folder), messages), cancellationToken);
        count.Added += indexes.Length;
        count.Size += indexes.Sum(index => batch[index].Body.Length);
    }

    private async Task<Guid> UploadAsync(MessageBody body, CancellationToken cancellationToken)
    {
        Guid upload = Guid.NewGuid();
        for (long offset = 0; offset < body.Length; offset += PartLength)
        {
            await store.SendAsync(
                new WriteContent(upload, offset, body.Read(offset, PartLength)), cancellationToken);
        }

        return upload;
    }

    private void Clear()
    {
        batch.ForEach(message => message.Body.Dispose());
        batch.Clear();
        batchSize = 0;
    }
}
