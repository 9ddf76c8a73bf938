using MailAdmin.Contracts;

namespace MailAdmin.Storage.Directory;

/// <summary>Accounts: an address that has mailboxes, and whose owner can log on.</summary>
internal sealed class AccountKind()
    : AddressKind<AccountRecord>(3, "Account", "accounts", DirectoryJson.Default.AccountRecord)
{
    public override EmailAddress KeyOf(AccountRecord record) => record.Address;

    /// <summary>Adds an account and its mailboxes; it gets a number.</summary>
    public override AccountRecord Create(DirectoryTransaction transaction, AccountRecord record)
    {
        CheckNew(transaction.Directory, record);
        return Apply(transaction, before: null, record with { Id = transaction.CreateMail() });
    }

    /// <summary>Gives an account another address.</summary>
    public AccountRecord Rename(DirectoryTransaction transaction, EmailAddress address, EmailAddress newAddress)
    {
        AccountRecord before = Require(transaction.Directory, address);
        AccountRecord after = before with { Address = newAddress };

        // The same address may be typed differently: Ann@ for ann@.
        if (newAddress != address)
        {
            CheckMove(transaction.Directory, before, after);
        }

        return Apply(transaction, before, after);
    }

    /// <summary>Removes an account and its mail.</summary>
    public override AccountRecord Remove(DirectoryTransaction transaction, EmailAddress key)
    {
        transaction.RemoveMail(Require(transaction.Directory, key).Id);
        return base.Remove(transaction, key);
    }

    protected override MailException NotFound(DirectorySnapshot directory, EmailAddress key) =>
        MailException.Of(MailError.AccountNotFound, key);

    protected override MailException Taken(EmailAddress address) => MailException.Of(MailError.AccountExists, address);

    protected override IReadOnlyList<EmailAddress> NextOf(AccountRecord record) => record.ForwardTo;

    protected override AccountRecord KeepIdentity(AccountRecord before, AccountRecord after) =>
        after with { Id = before.Id, Address = before.Address };

    protected override void CheckNew(DirectorySnapshot directory, AccountRecord record)
    {
        base.CheckNew(directory, record);
        RequireSpace(directory, record.Address);
    }

    protected override void CheckMove(DirectorySnapshot directory, AccountRecord before, AccountRecord after)
    {
        base.CheckNew(directory, after);
        if (after.Address.Domain != before.Address.Domain)
        {
            RequireSpace(directory, after.Address);
        }
    }

    // Its mail is gone, and it would be another account.
    protected override void CheckRecreate(AccountRecord record, long sequence) =>
        throw MailException.Of(MailError.ChangeIrreversible, record.Address, sequence);

    protected override void CheckUncreate(DirectoryTransaction transaction, AccountRecord record, long sequence)
    {
        if (transaction.HasMessages(record.Id))
        {
            throw MailException.Of(MailError.ChangeIrreversible.As("HasMail"), record.Address, sequence);
        }
    }

    protected override DirectoryAccounts CreateTable(IReadOnlyCollection<AccountRecord> records) => new(this, records);

    // The domain may have one account more.
    private static void RequireSpace(DirectorySnapshot directory, EmailAddress address)
    {
        DomainRecord domain = DirectoryKinds.Domains.Require(directory, address.Domain);
        int count = directory.Accounts.CountIn(domain.Name);
        if (domain.MaxAccounts is { } max && count >= max)
        {
            throw MailException.Of(MailError.DomainFull, address, domain.Name, domain.MaxAccounts);
        }
    }
}
