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
        await foreach (AccountRecord account in accounts.FindAsync(accountPattern, domain: null, cancellationToken).ConfigureAwait(false))
        {
            foreach (MailboxInfo mailbox in await storage.Mailboxes.ListAsync(account.Id, cancellationToken).ConfigureAwait(false))
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
