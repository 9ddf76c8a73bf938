using MailAdmin.Arguments;
using MailAdmin.Requests;

namespace MailAdmin.Completion;

/// <summary>Completes addresses of groups.</summary>
internal sealed class GroupAddressCompleter : StoreCompleter
{
    /// <inheritdoc/>
    protected override IAsyncEnumerable<string> FindAsync(
        IMailAdministration administration, string word, CancellationToken cancellationToken) =>
        administration.StreamAsync(new GetGroups(AddressPattern.OfAddress(word) + "*"), cancellationToken)
            .Select(group => group.Address);
}
