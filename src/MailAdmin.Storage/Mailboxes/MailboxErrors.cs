using MailAdmin.Contracts;

namespace MailAdmin.Storage.Mailboxes;

/// <summary>Refusals that name an account or a mailbox by its number, since the name is not known any more.</summary>
internal static class MailboxErrors
{
    public static MailException NotFound(MailboxId id) =>
        MailException.Of(MailError.MailboxNotFound.As("Number"), id.Number, id.Account);

    public static MailException AccountNotFound(AccountId id) =>
        MailException.Of(MailError.AccountNotFound.As("Number"), id);
}
