using MailAdmin.Requests;

namespace MailAdmin.Completion;

/// <summary>Completes the conditions for messages of the queue with what its messages have.</summary>
internal sealed class QueueValueCompleter : StoreCompleter
{
    /// <inheritdoc/>
    protected internal override IAsyncEnumerable<string> FindAsync(
        IMailAdministration administration, CompletionInput input, CancellationToken cancellationToken) =>
        administration.StreamAsync(new GetQueue(new QueueFilter()), cancellationToken)
            .SelectMany(item => ValuesOf(item, input.Parameter))
            .Where(input.Begins)
            .Distinct();

    private static IEnumerable<string> ValuesOf(MailQueueItem item, string parameter) => parameter switch
    {
        nameof(MailQueueItem.Sender) => item.Sender is { } sender ? [sender] : [],
        nameof(MailQueueItem.Recipient) => item.Recipient,
        nameof(MailQueueItem.Domain) => [item.Domain],
        nameof(MailQueueItem.NextHop) => [item.NextHop],
        nameof(MailQueueItem.StatusCode) => item.StatusCode is { } code ? [code] : [],
        _ => [],
    };
}
