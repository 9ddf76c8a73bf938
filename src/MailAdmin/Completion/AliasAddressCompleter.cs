using MailAdmin.Arguments;
using MailAdmin.Requests;

namespace MailAdmin.Completion;

/// <summary>Completes addresses of aliases.</summary>
internal sealed class AliasAddressCompleter : StoreCompleter
{
    /// <inheritdoc/>
    protected internal override IAsyncEnumerable<string> FindAsync(
        IMailAdministration administration, CompletionInput input, CancellationToken cancellationToken) =>
        administration.StreamAsync(new GetAliases(AddressPattern.OfAddress(input.Word) + "*"), cancellationToken)
            .Select(alias => alias.Address);
}
