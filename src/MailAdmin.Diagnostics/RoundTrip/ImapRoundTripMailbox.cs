using MailAdmin.Diagnostics.Wire;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;

namespace MailAdmin.Diagnostics.RoundTrip;

/// <summary>IMAP: looks into the inbox and the junk folder, and removes the copy in the sent folder that some servers make.</summary>
internal sealed class ImapRoundTripMailbox(RoundTripConnector connector, Transcript transcript) : RoundTripMailbox(connector)
{
    // Only what precedes the message is said in the transcript: content never gets into one.
    private readonly ImapClient client = new();

    protected override MailService Client => client;

    public override async Task<RoundTripArrival?> FindAsync(string subject, CancellationToken cancellationToken)
    {
        await EnsureConnectedAsync(cancellationToken);
        foreach ((IMailFolder folder, bool isJunk) in new[] { (client.Inbox, false), (Special(SpecialFolder.Junk), true) }.Where(pair => pair.Item1 is not null).Select(pair => (pair.Item1!, pair.Item2)))
        {
            IList<UniqueId> found = await SearchAsync(folder, subject, cancellationToken);
            if (found.Count > 0)
            {
                transcript.Note($"found in {folder.FullName}");
                return new RoundTripArrival(await folder.GetMessageAsync(found[0], cancellationToken), folder.FullName, isJunk);
            }
        }

        return null;
    }

    public override async Task<int> RemoveAsync(string subject, CancellationToken cancellationToken)
    {
        await EnsureConnectedAsync(cancellationToken);
        int removed = 0;
        foreach (IMailFolder folder in new[] { client.Inbox, Special(SpecialFolder.Junk), Special(SpecialFolder.Sent) }.OfType<IMailFolder>())
        {
            IList<UniqueId> found = await SearchAsync(folder, subject, cancellationToken);
            if (found.Count > 0)
            {
                await folder.StoreAsync(found, new StoreFlagsRequest(StoreAction.Add, MessageFlags.Deleted) { Silent = true }, cancellationToken);
                await folder.ExpungeAsync(found, cancellationToken);
                removed += found.Count;
            }
        }

        return removed;
    }

    public override void Dispose()
    {
        client.Dispose();
        base.Dispose();
    }

    private async Task<IList<UniqueId>> SearchAsync(IMailFolder folder, string subject, CancellationToken cancellationToken)
    {
        if (!folder.IsOpen || folder.Access != FolderAccess.ReadWrite)
        {
            await folder.OpenAsync(FolderAccess.ReadWrite, cancellationToken);
        }

        // New mail counts for a session once it was told of it. RFC 3501 §7.3.1
        await client.NoOpAsync(cancellationToken);
        return await folder.SearchAsync(SearchQuery.SubjectContains(subject), cancellationToken);
    }

    private IMailFolder? Special(SpecialFolder kind)
    {
        bool tells = client.Capabilities.HasFlag(ImapCapabilities.SpecialUse) || client.Capabilities.HasFlag(ImapCapabilities.XList);
        return tells ? client.GetFolder(kind) : null;
    }
}
