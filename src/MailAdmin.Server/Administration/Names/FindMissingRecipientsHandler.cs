using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;
using MailAdmin.Server.Routing;

namespace MailAdmin.Server.Administration.Names;

internal sealed class FindMissingRecipientsHandler(RecipientResolver resolver)
    : IRequestHandler<FindMissingRecipients, IReadOnlyList<EmailAddress>>
{
    public async Task<IReadOnlyList<EmailAddress>> HandleAsync(
        FindMissingRecipients request, CancellationToken cancellationToken)
    {
        List<EmailAddress> missing = [];
        foreach (EmailAddress address in request.Addresses)
        {
            ResolutionResult result = new() { ReadOnly = true };
            await resolver.ExpandAsync(address, result, cancellationToken);
            if (result is { Accounts.Count: 0, Outside.Count: 0, Refusal: MailError.RecipientNotFound })
            {
                missing.Add(address);
            }
        }

        return missing;
    }
}
