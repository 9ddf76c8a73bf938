using System.Runtime.CompilerServices;
using MailAdmin.Contracts;

namespace MailAdmin.Storage.Directory;

/// <summary>Asks directory.db for what was, and undoes changes by what the log says of them.</summary>
internal sealed class DirectoryHistory(
    DirectoryWriter? writer,
    DirectoryLog log,
    LogonRegister logons,
    DirectoryCommitter committer,
    TimeProvider timeProvider) : IDirectoryHistory
{
    private const int PageSize = 500;

    public async IAsyncEnumerable<MailChange> FindChangesAsync(
        ChangeFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long? below = writer is null ? null : ChangeCollection.End;
        int remaining = filter.First ?? int.MaxValue;
        while (below is { } key && remaining > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int max = Math.Min(remaining, PageSize);
            ChangePage page = await writer!.AskJournalAsync(file => file.Changes.Read(filter, key, max));
            foreach (MailChange change in page.Changes)
            {
                yield return change;
            }

            below = page.Next;
            remaining -= page.Changes.Count;
        }
    }

    public async Task<long> UndoAsync(long sequence, ChangeOrigin origin, CancellationToken cancellationToken)
    {
        JournalRecord record = await Task.Run(() => log.Find(sequence), cancellationToken)
            ?? throw MailException.Of(MailError.ChangeNotFound, sequence);
        return await committer.CommitAsync(transaction => Undo(transaction, record), origin, cancellationToken);
    }

    public async Task<IReadOnlyList<LogonRecord>> ListLogonsAsync(
        AccountId account, CancellationToken cancellationToken)
    {
        if (writer is not null)
        {
            return await writer.AskAsync(file => file.Logons.Read(account));
        }

        return logons.FindLast(account) is { } last ? [last] : [];
    }

    public async IAsyncEnumerable<DailyUsage> ListUsageAsync(
        AccountId? account, DateOnly since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (writer is null)
        {
            yield break;
        }

        if (account is { } id)
        {
            DateOnly today = DateOnly.FromDateTime(timeProvider.GetUtcNow().UtcDateTime);
            DateOnly first = today.AddDays(-UsageCollection.MaxDays) is { } oldest && oldest > since ? oldest : since;
            foreach (DailyUsage usage in await writer.AskAsync(file => file.Usage.Read(id, first, today)))
            {
                yield return usage;
            }

            yield break;
        }

        for (long? key = UsageCollection.KeyOf(since, account: 0); key is { } from;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (IReadOnlyList<DailyUsage> page, key) = await writer.AskAsync(file => file.Usage.ReadFrom(from, PageSize));
            foreach (DailyUsage usage in page)
            {
                yield return usage;
            }
        }
    }

    // The last change is undone first; rules about several objects are checked when all of them are as they were.
    private static long Undo(DirectoryTransaction transaction, JournalRecord record)
    {
        foreach (DirectoryChange change in record.Changes.Reverse())
        {
            change.Kind.Undo(transaction, change, record.Sequence);
        }

        foreach (DirectoryChange change in transaction.Changes)
        {
            change.Kind.CheckApplied(transaction.Directory, change);
        }

        return transaction.Sequence;
    }
}
