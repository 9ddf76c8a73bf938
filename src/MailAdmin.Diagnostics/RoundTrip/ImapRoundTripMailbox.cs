using MailAdmin.Diagnostics.Wire;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;

namespace MailAdmin.Diagnostics.RoundTrip;

/// <summary>IMAP: searches the inbox and the junk folder, and removes a copy in the sent folder too.</summary>
internal sealed class ImapRoundTripMailbox(RoundTripConnector connector, Transcript transcript)
    : RoundTripMailbox(connector)
{
    // It does not log to the transcript, which no content gets into.
    private readonly ImapClient client = new(connector.Watch);

    protected override MailService Client => client;

    public override async Task<RoundTripArrival?> FindAsync(string subject, CancellationToken cancellationToken)
    {
        await EnsureConnectedAsync(cancellationToken);
        IMailFolder? junk = Special(SpecialFolder.Junk);
        foreach (IMailFolder folder in new[] { client.Inbox, junk }.OfType<IMailFolder>())
        {
            IList<UniqueId> found = await SearchAsync(folder, subject, cancellationToken);
            if (found.Count > 0)
            {
                transcript.AddRemark($"found in {folder.FullName}");
                return new RoundTripArrival(
                    await folder.GetMessageAsync(found[0], cancellationToken), folder.FullName, folder == junk);
            }
        }

        return null;
    }

    public override async Task<int> RemoveAsync(string subject, CancellationToken cancellationToken)
    {
        await EnsureConnectedAsync(cancellationToken);
        int removed = 0;
        IMailFolder?[] folders = [client.Inbox, Special(SpecialFolder.Junk), Special(SpecialFolder.Sent)];
        foreach (IMailFolder folder in folders.OfType<IMailFolder>())
        {
            IList<UniqueId> found = await SearchAsync(folder, subject, cancellationToken);
            if (found.Count > 0)
            {
                StoreFlagsRequest delete = new(StoreAction.Add, MessageFlags.Deleted) { Silent = true };
                await folder.StoreAsync(found, delete, cancellationToken);
                await folder.ExpungeAsync(found, cancellationToken);
                removed += found.Count;
            }
        }

        return removed;
    }

    private async Task<IList<UniqueId>> SearchAsync(
        IMailFolder folder, string subject, CancellationToken cancellationToken)
    {
        if (!folder.IsOpen || folder.Access != FolderAccess.ReadWrite)
        {
            await folder.OpenAsync(FolderAccess.ReadWrite, cancellationToken);
        }

        // A session sees new mail once the server has announced it. RFC 3501 §7.3.1
        await client.NoOpAsync(cancellationToken);
        return await folder.SearchAsync(SearchQuery.SubjectContains(subject), cancellationToken);
    }

    private IMailFolder? Special(SpecialFolder kind)
    {
        ImapCapabilities marksFolders = ImapCapabilities.SpecialUse | ImapCapabilities.XList;
        return (client.Capabilities & marksFolders) != 0 ? client.GetFolder(kind) : null;
    }
}
