using System.Text.Json.Serialization.Metadata;

namespace MailAdmin.Storage.Directory;

/// <summary>A kind whose objects have an address.</summary>
internal interface IAddressKind
{
    /// <summary>The error that an address is taken by an object of the kind; null: it is not.</summary>
    MailException? FindTaken(DirectorySnapshot directory, EmailAddress address);

    /// <summary>Where mail for an address goes on to; null: no object of the kind has it.</summary>
    IReadOnlyList<EmailAddress>? FindNext(DirectorySnapshot directory, EmailAddress address);
}

/// <summary>
/// A kind whose objects have an address: in a domain of the store, taken by nothing else, and mail for it never comes
/// back to it.
/// </summary>
internal abstract class AddressKind<TRecord>(int number, string name, string collection, JsonTypeInfo<TRecord> type)
    : DirectoryKind<EmailAddress, TRecord>(number, name, collection, type), IAddressKind
    where TRecord : class
{
    public sealed override string KeyTextOf(EmailAddress key) => key.Canonical;

    public sealed override DomainName DomainOf(TRecord record) => KeyOf(record).Domain;

    public MailException? FindTaken(DirectorySnapshot directory, EmailAddress address) =>
        directory.Of(this).Contains(address) ? Taken(address) : null;

    public IReadOnlyList<EmailAddress>? FindNext(DirectorySnapshot directory, EmailAddress address) =>
        directory.Of(this).Find(address) is { } record ? NextOf(record) : null;

    /// <summary>The error that an object of the kind has an address.</summary>
    protected abstract MailException Taken(EmailAddress address);

    /// <summary>Where mail for an object goes on to.</summary>
    protected abstract IReadOnlyList<EmailAddress> NextOf(TRecord record);

    protected override void CheckNew(DirectorySnapshot directory, TRecord record)
    {
        EmailAddress address = KeyOf(record);
        DirectoryKinds.Domains.Require(directory, address.Domain);
        DirectoryRules.RequireFreeAddress(directory, address);
    }

    protected override void CheckApplied(DirectorySnapshot directory, TRecord? before, TRecord after) =>
        DirectoryRules.RequireNoLoop(directory, KeyOf(after));
}
