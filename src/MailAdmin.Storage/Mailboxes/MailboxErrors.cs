using MailAdmin.Contracts;

namespace MailAdmin.Storage.Mailboxes;

/// <summary>The refusals that several operations share.</summary>
internal static class MailboxErrors
{
    public static MailException NotFound(MailboxId id) => new(
        MailError.MailboxNotFound, $"Account {id.Account} has no mailbox with the number {id.Number}; it was deleted.")
    {
        Target = id.Number.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    public static MailException NotFound(string name) =>
        new(MailError.MailboxNotFound, $"There is no mailbox '{name}'.") { Target = name };

    public static MailException Exists(string name) =>
        new(MailError.MailboxExists, $"There is a mailbox '{name}' already.") { Target = name };

    public static MailException AccountNotFound(AccountId id) =>
        new(MailError.AccountNotFound, $"There is no account with the number {id}.") { Target = id.ToString() };

    public static MailException MessageNotFound(string mailbox, Uid uid) =>
        new(MailError.MessageNotFound, $"'{mailbox}' has no message with the UID {uid}.") { Target = uid.ToString() };

    public static MailException TooManyKeywords(string mailbox) => new(
        MailError.TooManyKeywords, $"The mailbox '{mailbox}' has {FlagSet.MaxKeywords} keywords, and cannot have more.")
    {
        Target = mailbox,
    };
}
