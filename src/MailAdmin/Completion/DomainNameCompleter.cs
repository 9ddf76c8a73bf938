using MailAdmin.Arguments;
using MailAdmin.Requests;

namespace MailAdmin.Completion;

/// <summary>Completes names of domains.</summary>
internal sealed class DomainNameCompleter : StoreCompleter
{
    /// <inheritdoc/>
    protected internal override IAsyncEnumerable<string> FindAsync(
        IMailAdministration administration, CompletionInput input, CancellationToken cancellationToken) =>
        administration.StreamAsync(new GetDomains(AddressPattern.OfDomain(input.Word) + "*"), cancellationToken)
            .Select(domain => domain.Name);
}
