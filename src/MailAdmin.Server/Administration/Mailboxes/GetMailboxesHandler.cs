using System.Runtime.CompilerServices;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Accounts;
using MailAdmin.Server.Administration.Handling;
using MailAdmin.Server.Arguments;

namespace MailAdmin.Server.Administration.Mailboxes;

internal sealed class GetMailboxesHandler(IMailboxes mailboxes, AddressSearch<AccountRecord> search)
    : IStreamHandler<GetMailboxes, MailMailbox>
{
    public async IAsyncEnumerable<MailMailbox> HandleAsync(
        GetMailboxes request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        NamePattern? matcher = request.NamePattern is { } pattern ? NamePattern.OfName(pattern) : null;
        IAsyncEnumerable<AccountRecord> accounts =
            search.FindAsync(request.AccountPattern, domain: null, cancellationToken);
        await foreach (AccountRecord account in accounts)
        {
            foreach (MailboxInfo mailbox in await mailboxes.FindFoldersAsync(account.Id, cancellationToken))
            {
                if (matcher is null || matcher.Matches(mailbox.Name))
                {
                    yield return Show(account, mailbox);
                }
            }
        }
    }

    private static MailMailbox Show(AccountRecord account, MailboxInfo mailbox) => new()
    {
        Account = account.Address.ToString(),
        Name = mailbox.Name,
        SpecialUse = mailbox.SpecialUse,
        MessageCount = mailbox.MessageCount,
        UnseenCount = mailbox.UnseenCount,
        Size = mailbox.Size,
        UidValidity = mailbox.UidValidity,
        UidNext = mailbox.UidNext,
    };
}
