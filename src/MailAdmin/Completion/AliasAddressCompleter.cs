using MailAdmin.Arguments;
using MailAdmin.Requests;

namespace MailAdmin.Completion;

/// <summary>Completes addresses of aliases.</summary>
internal sealed class AliasAddressCompleter : StoreCompleter
{
    /// <inheritdoc/>
    protected override IAsyncEnumerable<string> FindAsync(
        IMailAdministration administration, string word, CancellationToken cancellationToken) =>
        administration.StreamAsync(new GetAliases(AddressPattern.OfAddress(word) + "*"), cancellationToken)
            .Select(alias => alias.Address);
}
