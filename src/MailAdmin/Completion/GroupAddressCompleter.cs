using MailAdmin.Arguments;
using MailAdmin.Requests;

namespace MailAdmin.Completion;

/// <summary>Completes addresses of groups.</summary>
internal sealed class GroupAddressCompleter : StoreCompleter
{
    /// <inheritdoc/>
    protected internal override IAsyncEnumerable<string> FindAsync(
        IMailAdministration administration, CompletionInput input, CancellationToken cancellationToken) =>
        administration.StreamAsync(new GetGroups(AddressPattern.OfAddress(input.Word) + "*"), cancellationToken)
            .Select(group => group.Address);
}
