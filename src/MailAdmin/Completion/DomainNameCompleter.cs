using MailAdmin.Arguments;
using MailAdmin.Requests;

namespace MailAdmin.Completion;

/// <summary>Completes names of domains.</summary>
internal sealed class DomainNameCompleter : StoreCompleter
{
    /// <inheritdoc/>
    protected override IAsyncEnumerable<string> FindAsync(
        IMailAdministration administration, string word, CancellationToken cancellationToken) =>
        administration.StreamAsync(new GetDomains(AddressPattern.OfDomain(word) + "*"), cancellationToken)
            .Select(domain => domain.Name);
}
