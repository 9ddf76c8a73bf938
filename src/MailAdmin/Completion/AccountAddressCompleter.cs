using MailAdmin.Arguments;
using MailAdmin.Contracts;

namespace MailAdmin.Completion;

/// <summary>Completes addresses of accounts.</summary>
internal sealed class AccountAddressCompleter : StoreCompleter
{
    /// <inheritdoc/>
    protected override IAsyncEnumerable<string> FindAsync(IMailAdministration administration, string word, CancellationToken cancellationToken) =>
        administration.GetAccountsAsync(new AccountFilter { Address = AddressPattern.OfAddress(word) + "*", First = Most }, cancellationToken)
            .Select(account => account.Address.ToString());
}
