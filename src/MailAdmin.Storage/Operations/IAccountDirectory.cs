using MailAdmin.Contracts;

namespace MailAdmin.Storage.Operations;

/// <summary>What changes of mailboxes need to know of the directory.</summary>
internal interface IAccountDirectory
{
    /// <summary>The settings of the store.</summary>
    StoreSettings Settings { get; }

    /// <summary>Returns the account of a number, or null when it does not exist.</summary>
    AccountRecord? FindAccount(AccountId id);

    /// <summary>Returns the domain of a name or of another name of it, or null when it does not exist.</summary>
    DomainRecord? FindDomain(DomainName name);

    /// <summary>The quota in force for an account.</summary>
    MailSize QuotaOf(AccountRecord account);
}
