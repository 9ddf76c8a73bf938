using MailAdmin.Arguments;
using MailAdmin.Requests;

namespace MailAdmin.Completion;

/// <summary>Completes the domain of an address that is to be made.</summary>
internal sealed class NewAddressCompleter : StoreCompleter
{
    /// <inheritdoc/>
    protected override IAsyncEnumerable<string> FindAsync(
        IMailAdministration administration, string word, CancellationToken cancellationToken)
    {
        int at = word.LastIndexOf('@');
        return at < 0
            ? AsyncEnumerable.Empty<string>()
            : administration.StreamAsync(
                new GetDomains(AddressPattern.OfDomain(word[(at + 1)..]) + "*"), cancellationToken)
                .Select(domain => word[..(at + 1)] + domain.Name);
    }
}
