using MailAdmin.Arguments;
using MailAdmin.Requests;

namespace MailAdmin.Completion;

/// <summary>Completes addresses of accounts.</summary>
internal sealed class AccountAddressCompleter : StoreCompleter
{
    /// <inheritdoc/>
    protected internal override IAsyncEnumerable<string> FindAsync(
        IMailAdministration administration, CompletionInput input, CancellationToken cancellationToken) =>
        administration.StreamAsync(
            new GetAccounts { Address = AddressPattern.OfAddress(input.Word) + "*", First = MaxItems },
            cancellationToken)
            .Select(account => account.Address);
}
