using System.Runtime.CompilerServices;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Imap.Searching;
using MailAdmin.Protocols.Mime;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Accounts;
using MailAdmin.Server.Administration.Handling;
using MailAdmin.Server.Arguments;

namespace MailAdmin.Server.Administration.Contents;

internal sealed class FindContentHandler(IMailboxes mailboxes, AddressSearch<AccountRecord> search)
    : IStreamHandler<FindContent, MailContent>
{
    private static readonly ServerLimits Limits = new();

    public async IAsyncEnumerable<MailContent> HandleAsync(
        FindContent request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ContentFilter filter = request.Filter;
        MailboxSearch messages = new(mailboxes, Limits, filter, request.WithFields);
        int left = filter.First ?? int.MaxValue;
        await foreach (AccountRecord account in search.FindAsync(filter.Account, domain: null, cancellationToken))
        {
            foreach (MailboxInfo folder in await FoldersOfAsync(account.Id, filter, cancellationToken))
            {
                if (left == 0)
                {
                    yield break;
                }

                if (await OpenAsync(folder.Id, cancellationToken) is not { } snapshot)
                {
                    continue;
                }

                using (snapshot)
                {
                    await foreach ((MessageInfo message, MessageFields fields)
                        in messages.FindAsync(snapshot, cancellationToken))
                    {
                        yield return Show(account, snapshot.Mailbox, message, fields);
                        if (--left == 0)
                        {
                            break;
                        }
                    }
                }
            }
        }
    }

    private static MailContent Show(
        AccountRecord account, MailboxInfo folder, in MessageInfo message, MessageFields fields) => new()
    {
        Account = account.Address.ToString(),
        Folder = folder.Name,
        Uid = message.Uid.Value,
        UidValidity = folder.UidValidity,
        Date = message.InternalDate.LocalDateTime,
        From = fields.From,
        Subject = fields.Summary.Subject,
        MessageId = fields.Summary.MessageId,
        Size = message.Size,
        Flags = FlagNames.Of(message.Flags, folder.Keywords),
    };

    private async ValueTask<IEnumerable<MailboxInfo>> FoldersOfAsync(
        AccountId account, ContentFilter filter, CancellationToken cancellationToken)
    {
        NamePattern? names = filter.Folder is { } pattern ? NamePattern.OfName(pattern) : null;
        return (await mailboxes.FindFoldersAsync(account, cancellationToken)).Where(folder =>
            (names is null || names.Matches(folder.Name))
            && (filter.UidValidity is null || filter.UidValidity == folder.UidValidity));
    }

    private async ValueTask<MailboxSnapshot?> OpenAsync(MailboxId folder, CancellationToken cancellationToken)
    {
        try
        {
            return await mailboxes.OpenAsync(folder, observer: null, claimRecent: false, cancellationToken);
        }
        catch (MailException gone) when (gone.Error is MailError.MailboxNotFound or MailError.AccountNotFound)
        {
            return null;
        }
    }
}
