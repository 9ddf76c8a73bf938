using System.Globalization;
using System.Runtime.CompilerServices;
using MailAdmin.Requests;

namespace MailAdmin.Completion;

/// <summary>Completes numbers of open connections.</summary>
internal sealed class SessionIdCompleter : StoreCompleter
{
    /// <inheritdoc/>
    protected internal override async IAsyncEnumerable<string> FindAsync(
        IMailAdministration administration,
        CompletionInput input,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (MailSession session in await administration.SendAsync(new GetSessions(), cancellationToken))
        {
            string id = session.Id.ToString(CultureInfo.InvariantCulture);
            if (input.Begins(id))
            {
                yield return id;
            }
        }
    }
}
