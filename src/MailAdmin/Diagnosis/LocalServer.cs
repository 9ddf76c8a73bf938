using System.Net;
using MailAdmin.Pipeline;
using MailAdmin.Requests;

namespace MailAdmin.Diagnosis;

/// <summary>What the local store knows about its own server.</summary>
internal sealed record LocalServer(
    string HostName, IReadOnlyList<MailListener> Listeners, bool ServesAddress, LocalAccountFacts? Account)
{
    /// <summary>Asks the store; null: there is none.</summary>
    public static async Task<LocalServer?> FindAsync(ConnectionQuestion question, CancellationToken cancellationToken)
    {
        if (question.StorePath is null)
        {
            return null;
        }

        // About another server the store has nothing to say that is worth waiting for.
        bool isOptional = question.Server is not null;
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(isOptional ? question.Timeout : Timeout.InfiniteTimeSpan);
        try
        {
            OpenStore store = await StoreAccess.OpenAsync(question.StorePath, forListeners: false, limit.Token);
            await using (store.Lease)
            {
                return await AskAsync(store.Administration, question, limit.Token);
            }
        }
        catch (MailException exception) when (isOptional || exception.Error == MailError.StoreNotFound)
        {
            return null;
        }
        catch (OperationCanceledException) when (isOptional && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Whether a server's name is that of this machine.</summary>
    public bool IsMe(string server) =>
        server.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || server.Equals(HostName, StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(server, out IPAddress? address) && IPAddress.IsLoopback(address));

    /// <summary>Where to connect to reach a listener from this machine.</summary>
    public static IPAddress AddressOf(MailListener listener)
    {
        IPAddress address = IPEndPoint.TryParse(listener.EndPoint, out IPEndPoint? endPoint)
            ? endPoint.Address
            : IPAddress.Loopback;
        if (address.Equals(IPAddress.Any))
        {
            return IPAddress.Loopback;
        }

        return address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : address;
    }

    private static async Task<LocalServer> AskAsync(
        IMailAdministration administration, ConnectionQuestion question, CancellationToken cancellationToken)
    {
        MailStore settings = await administration.SendAsync(new GetStore(), cancellationToken);
        IReadOnlyList<MailListener> listeners = await administration.SendAsync(
            new GetListeners(new ListenerFilter()), cancellationToken);
        MailDomain? ofAddress = null;
        MailDomain? ofAccount = null;
        await foreach (MailDomain domain in administration.StreamAsync(new GetDomains(null), cancellationToken))
        {
            ofAddress ??= IsOf(question.Address, domain) ? domain : null;
            ofAccount ??= IsOf(question.Account, domain) ? domain : null;
        }

        LocalAccountFacts? account = ofAccount is null
            ? null
            : await LocalAccountFacts.FindAsync(administration, question.Account!, ofAccount, cancellationToken);
        return new LocalServer(settings.HostName, listeners, ofAddress is not null, account);
    }

    private static bool IsOf(EmailAddress? address, MailDomain domain) =>
        address is not null
        && (domain.Name == address.Domain.Ascii || domain.AliasDomain.Contains(address.Domain.Ascii));
}
