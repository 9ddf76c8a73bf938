using MailAdmin.Diagnostics.Wire;
using MailKit;
using MimeKit;

namespace MailAdmin.Diagnostics.RoundTrip;

/// <summary>The message as it arrived, and where.</summary>
internal sealed record RoundTripArrival(MimeMessage Message, string Folder, bool IsJunk);

/// <summary>The mailbox in which the message should arrive.</summary>
internal abstract class RoundTripMailbox(RoundTripConnector connector) : IDisposable
{
    protected abstract MailService Client { get; }

    public static RoundTripMailbox Create(MailProtocol protocol, RoundTripConnector connector, Transcript transcript) =>
        protocol == MailProtocol.Pop3
            ? new Pop3RoundTripMailbox(connector)
            : new ImapRoundTripMailbox(connector, transcript);

    /// <summary>Searches for the message; null when it has not arrived yet.</summary>
    public abstract Task<RoundTripArrival?> FindAsync(string subject, CancellationToken cancellationToken);

    /// <summary>Removes every copy of the message. Returns how many there were.</summary>
    public abstract Task<int> RemoveAsync(string subject, CancellationToken cancellationToken);

    public void Dispose()
    {
        Client.Dispose();
        GC.SuppressFinalize(this);
    }

    protected async Task EnsureConnectedAsync(CancellationToken cancellationToken)
    {
        if (!Client.IsConnected)
        {
            await connector.ConnectAsync(Client, cancellationToken);
        }
    }
}
