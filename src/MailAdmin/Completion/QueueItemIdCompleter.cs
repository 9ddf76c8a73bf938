using System.Globalization;
using MailAdmin.Requests;

namespace MailAdmin.Completion;

/// <summary>Completes numbers of messages in the queue.</summary>
internal sealed class QueueItemIdCompleter : StoreCompleter
{
    /// <inheritdoc/>
    protected internal override IAsyncEnumerable<string> FindAsync(
        IMailAdministration administration, CompletionInput input, CancellationToken cancellationToken) =>
        administration.StreamAsync(new GetQueue(new QueueFilter()), cancellationToken)
            .Select(item => item.Id.ToString(CultureInfo.InvariantCulture))
            .Where(id => id.StartsWith(input.Word, StringComparison.Ordinal));
}
