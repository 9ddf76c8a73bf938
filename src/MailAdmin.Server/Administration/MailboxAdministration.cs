using System.Runtime.CompilerServices;
using MailAdmin.Contracts;

namespace MailAdmin.Server.Administration;

/// <summary>Folders of accounts, as cmdlets ask for them.</summary>
internal sealed class MailboxAdministration(IMailStorage storage, AccountAdministration accounts)
{
    public async IAsyncEnumerable<MailMailbox> ListAsync(
        string? accountPattern, string? namePattern, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        NamePattern? matcher = namePattern is null ? null : NamePattern.OfName(namePattern);
        await foreach (AccountRecord account in accounts.FindAsync(accountPattern, domain: null, cancellationToken))
        {
            foreach (MailboxInfo mailbox in await FoldersOfAsync(account.Id, cancellationToken))
            {
                if (matcher is null || matcher.Matches(mailbox.Name))
                {
                    yield return Show(account, mailbox);
                }
            }
        }
    }

    // A list is taken at one moment, and an account may be removed while it is read.
    private async ValueTask<IReadOnlyList<MailboxInfo>> FoldersOfAsync(AccountId account, CancellationToken cancellationToken)
    {
        try
        {
            return await storage.Mailboxes.ListAsync(account, cancellationToken);
        }
        catch (MailException exception) when (exception.Error == MailError.AccountNotFound)
        {
            return [];
        }
    }

    private static MailMailbox Show(AccountRecord account, MailboxInfo mailbox) => new()
    {
        Account = account.Address,
        Name = mailbox.Name,
        SpecialUse = mailbox.SpecialUse,
        MessageCount = mailbox.MessageCount,
        UnseenCount = mailbox.UnseenCount,
        Size = mailbox.Size,
        UidValidity = mailbox.UidValidity,
        UidNext = mailbox.UidNext,
    };
}
