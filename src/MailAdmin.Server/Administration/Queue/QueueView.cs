using System.Runtime.CompilerServices;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Outbound;

namespace MailAdmin.Server.Administration.Queue;

/// <summary>Finds and shows messages of the queue.</summary>
internal sealed class QueueView(IMailQueue queue, OutboundService outbound, TimeProvider timeProvider)
{
    public async IAsyncEnumerable<MailQueueItem> ListAsync(
        QueueFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        QueueMatcher matcher = new(filter);
        int left = filter.First ?? int.MaxValue;
        await foreach (QueueItem item in FindAsync(filter, cancellationToken))
        {
            if (left == 0)
            {
                yield break;
            }

            MailQueueItem shown = Show(item);
            if (matcher.Matches(item, shown))
            {
                left--;
                yield return shown;
            }
        }
    }

    /// <exception cref="MailException">QueueItemNotFound.</exception>
    public async ValueTask<QueueItem> RequireAsync(long id, CancellationToken cancellationToken) =>
        await queue.FindAsync(id, cancellationToken) ?? throw NotFound(id);

    /// <summary>Changes a message, and shows it as it is then.</summary>
    /// <exception cref="MailException">QueueItemNotFound.</exception>
    public async Task<MailQueueItem> ChangeAsync(
        long id, Func<QueueItem, QueueItem> change, CancellationToken cancellationToken)
    {
        MailCommit commit = new() { Updates = [new QueueUpdate(id, change)] };
        MailCommitOutcome outcome = await queue.CommitAsync(commit, cancellationToken);
        return outcome.Updated[0] is { } item ? Show(item) : throw NotFound(id);
    }

    public MailQueueItem Show(QueueItem item) => new()
    {
        Id = item.Id,
        Sender = item.ReversePath?.ToString(),
        Recipient = [.. item.WaitingRecipients.Select(recipient => recipient.Address.ToString())],
        Domain = item.Domain.Ascii,
        Size = new MailSize(item.Size),
        Queued = item.Queued.LocalDateTime,
        Attempts = item.Attempts,
        LastAttempt = item.LastAttempt?.LocalDateTime,
        LastError = item.LastError,
        StatusCode = item.StatusCode,
        NextAttempt = item.Suspended ? null : item.NextAttempt.LocalDateTime,
        NextHop = item.NextHop ?? item.Domain.Ascii,
        Status = item.Suspended ? MailQueueStatus.Suspended
            : item.NextAttempt <= timeProvider.GetUtcNow() || outbound.FindAttempt(item.Id) is not null
                ? MailQueueStatus.Active
            : MailQueueStatus.Deferred,
        Expires = item.Expires.LocalDateTime,
        MessageId = item.MessageId,
        Subject = item.Subject,
    };

    public static MailException NotFound(long id) => MailException.Of(MailError.QueueItemNotFound, id);

    private async IAsyncEnumerable<QueueItem> FindAsync(
        QueueFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (filter.Id is { } id)
        {
            if (await queue.FindAsync(id, cancellationToken) is { } single)
            {
                yield return single;
            }

            yield break;
        }

        await foreach (QueueItem item in queue.ListAsync(cancellationToken))
        {
            yield return item;
        }
    }
}
