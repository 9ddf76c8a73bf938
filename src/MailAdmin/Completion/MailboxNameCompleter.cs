using MailAdmin.Arguments;
using MailAdmin.Requests;

namespace MailAdmin.Completion;

/// <summary>Completes names of folders: of the account that is given, or of all.</summary>
internal sealed class MailboxNameCompleter : StoreCompleter
{
    /// <inheritdoc/>
    protected internal override IAsyncEnumerable<string> FindAsync(
        IMailAdministration administration, CompletionInput input, CancellationToken cancellationToken)
    {
        string account = AddressPattern.OfAddress(input.ValueOf(nameof(MailMailbox.Account), "Address") ?? "*");
        return administration.StreamAsync(new GetMailboxes(account, input.Word + "*"), cancellationToken)
            .Select(mailbox => mailbox.Name)
            .Distinct();
    }
}
