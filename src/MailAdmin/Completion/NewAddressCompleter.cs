using MailAdmin.Arguments;
using MailAdmin.Requests;

namespace MailAdmin.Completion;

/// <summary>Completes the domain of an address that is to be made.</summary>
internal sealed class NewAddressCompleter : StoreCompleter
{
    /// <inheritdoc/>
    protected internal override IAsyncEnumerable<string> FindAsync(
        IMailAdministration administration, CompletionInput input, CancellationToken cancellationToken)
    {
        int at = input.Word.LastIndexOf('@');
        return at < 0
            ? AsyncEnumerable.Empty<string>()
            : administration.StreamAsync(
                new GetDomains(AddressPattern.OfDomain(input.Word[(at + 1)..]) + "*"), cancellationToken)
                .Select(domain => input.Word[..(at + 1)] + domain.Name);
    }
}
