using MailKit;
using MailKit.Net.Pop3;
using MimeKit;

namespace MailAdmin.Diagnostics.RoundTrip;

/// <summary>POP3: reads the newest messages, in a new session each time, to see new mail (RFC 1939 §4).</summary>
internal sealed class Pop3RoundTripMailbox(RoundTripConnector connector) : RoundTripMailbox(connector)
{
    private const int MaxMessages = 30;
    private readonly Pop3Client client = new(connector.Watch);

    protected override MailService Client => client;

    public override async Task<RoundTripArrival?> FindAsync(string subject, CancellationToken cancellationToken)
    {
        IReadOnlyList<int> found = await SearchAsync(subject, cancellationToken);
        RoundTripArrival? arrival = found.Count == 0
            ? null
            : new RoundTripArrival(await client.GetMessageAsync(found[0], cancellationToken), "INBOX", IsJunk: false);
        await client.DisconnectAsync(quit: true, cancellationToken);
        return arrival;
    }

    public override async Task<int> RemoveAsync(string subject, CancellationToken cancellationToken)
    {
        IReadOnlyList<int> found = await SearchAsync(subject, cancellationToken);
        foreach (int index in found)
        {
            await client.DeleteMessageAsync(index, cancellationToken);
        }

        // Marked messages are removed when the session ends with QUIT. RFC 1939 §6
        await client.DisconnectAsync(quit: true, cancellationToken);
        return found.Count;
    }

    private async Task<IReadOnlyList<int>> SearchAsync(string subject, CancellationToken cancellationToken)
    {
        await EnsureConnectedAsync(cancellationToken);
        List<int> found = [];
        for (int index = client.Count - 1; index >= 0 && index >= client.Count - MaxMessages; index--)
        {
            HeaderList headers = await client.GetMessageHeadersAsync(index, cancellationToken);
            if (headers[HeaderId.Subject]?.Contains(subject, StringComparison.Ordinal) == true)
            {
                found.Add(index);
            }
        }

        return found;
    }
}
