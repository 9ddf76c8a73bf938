using MailAdmin.Arguments;
using MailAdmin.Requests;

namespace MailAdmin.Completion;

/// <summary>Completes addresses of accounts.</summary>
internal sealed class AccountAddressCompleter : StoreCompleter
{
    /// <inheritdoc/>
    protected override IAsyncEnumerable<string> FindAsync(
        IMailAdministration administration, string word, CancellationToken cancellationToken) =>
        administration.StreamAsync(
            new GetAccounts { Address = AddressPattern.OfAddress(word) + "*", First = MaxItems }, cancellationToken)
            .Select(account => account.Address);
}
