using MailAdmin.Contracts;
using MailAdmin.Protocols.Mime;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;

namespace MailAdmin.Server.Administration.Contents;

/// <summary>
/// Adds messages as IMAP's APPEND does: in one commit, with what is derived from them. RFC 9051 §6.3.12
/// </summary>
internal sealed class AddContentHandler(FolderLookup folders, IDirectory directory, UploadTable uploads)
    : IRequestHandler<AddContent, ContentAdded>
{
    private static readonly ServerLimits Limits = new();

    public async Task<ContentAdded> HandleAsync(AddContent request, CancellationToken cancellationToken)
    {
        AccountId account = await folders.AccountAsync(request.Account, cancellationToken);
        MailboxInfo folder = await RequireFolderAsync(account, request, cancellationToken);
        MailSize limit = (await directory.GetSettingsAsync(cancellationToken)).MaxMessageSize;
        List<MessageSpool> spools = [];
        try
        {
            List<AppendRequest> appends = [];
            foreach (ContentToAdd message in request.Messages)
            {
                MessageSpool spool = await SpoolAsync(message, cancellationToken);
                spools.Add(spool);
                if (spool.Length > limit.Bytes)
                {
                    throw MailException.Of(MailError.MessageTooLarge);
                }

                appends.Add(await DescribeAsync(folder.Id, message, spool, cancellationToken));
            }

            IReadOnlyList<AppendedMessage> added =
                await folders.Mailboxes.AppendAsync(appends, origin: 0, cancellationToken);
            return new ContentAdded(folder.UidValidity, [.. added.Select(message => (long)message.Uid.Value)]);
        }
        finally
        {
            foreach (MessageSpool spool in spools)
            {
                await spool.DisposeAsync();
            }
        }
    }

    private static async ValueTask<AppendRequest> DescribeAsync(
        MailboxId folder, ContentToAdd message, MessageSpool spool, CancellationToken cancellationToken)
    {
        await spool.CompleteAsync(cancellationToken);
        using MessageContent content = spool.OpenContent();
        ReadOnlyMemory<byte> structure = await MessageStructure.DeriveAsync(content, Limits, cancellationToken);
        DateTimeOffset date = message.Date < DateTimeOffset.UnixEpoch ? DateTimeOffset.UnixEpoch
            : message.Date > MessageInfo.LastInternalDate ? MessageInfo.LastInternalDate
            : message.Date;
        return new AppendRequest(new NewMessage(spool, structure, date), folder, FlagNames.Read(message.Flags));
    }

    private async ValueTask<MessageSpool> SpoolAsync(ContentToAdd message, CancellationToken cancellationToken)
    {
        if (message.Upload is { } upload)
        {
            return await uploads.TakeAsync(upload, cancellationToken);
        }

        MessageSpool spool = folders.Mailboxes.CreateSpool();
        try
        {
            await spool.WriteAsync(message.Bytes, cancellationToken);
            return spool;
        }
        catch
        {
            await spool.DisposeAsync();
            throw;
        }
    }

    private async ValueTask<MailboxInfo> RequireFolderAsync(
        AccountId account, AddContent request, CancellationToken cancellationToken)
    {
        if (await folders.Mailboxes.FindAsync(account, request.Folder, cancellationToken) is { } found)
        {
            return found;
        }

        bool isTaken = request.Use is SpecialUse.None or SpecialUse.Inbox
            || (await folders.Mailboxes.ListAsync(account, cancellationToken))
                .Any(folder => folder.SpecialUse == request.Use);
        try
        {
            MailboxInfo created = await folders.Mailboxes.CreateAsync(
                account, request.Folder, isTaken ? SpecialUse.None : request.Use, cancellationToken);
            await folders.Mailboxes.SetSubscribedAsync(account, created.Name, subscribed: true, cancellationToken);
            return created;
        }
        catch (MailException exists) when (exists.Error == MailError.MailboxExists)
        {
            // A mail program was quicker.
            return await folders.Mailboxes.FindAsync(account, request.Folder, cancellationToken) ?? throw exists;
        }
    }
}
