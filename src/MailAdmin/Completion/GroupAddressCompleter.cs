using MailAdmin.Arguments;
using MailAdmin.Contracts;

namespace MailAdmin.Completion;

/// <summary>Completes addresses of groups.</summary>
internal sealed class GroupAddressCompleter : StoreCompleter
{
    /// <inheritdoc/>
    protected override IAsyncEnumerable<string> FindAsync(IMailAdministration administration, string word, CancellationToken cancellationToken) =>
        administration.GetGroupsAsync(AddressPattern.OfAddress(word) + "*", cancellationToken).Select(group => group.Address.ToString());
}
