using System.Globalization;
using System.Runtime.CompilerServices;
using MailAdmin.Requests;

namespace MailAdmin.Completion;

/// <summary>Completes ports of listeners.</summary>
internal sealed class ListenerPortCompleter : StoreCompleter
{
    /// <inheritdoc/>
    protected internal override async IAsyncEnumerable<string> FindAsync(
        IMailAdministration administration,
        CompletionInput input,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? protocol = input.ValueOf(nameof(MailListener.Protocol));
        foreach (MailListener listener in await administration.SendAsync(
            new GetListeners(new ListenerFilter()), cancellationToken))
        {
            string port = listener.Port.ToString(CultureInfo.InvariantCulture);
            bool isOfProtocol = protocol is null
                || protocol.Equals(listener.Protocol.ToString(), StringComparison.OrdinalIgnoreCase);
            if (isOfProtocol && input.Begins(port))
            {
                yield return port;
            }
        }
    }
}
