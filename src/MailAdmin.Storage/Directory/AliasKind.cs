using MailAdmin.Contracts;

namespace MailAdmin.Storage.Directory;

/// <summary>Aliases: an address whose mail goes to others.</summary>
internal sealed class AliasKind() : AddressKind<AliasRecord>(4, "Alias", "aliases", DirectoryJson.Default.AliasRecord)
{
    public override EmailAddress KeyOf(AliasRecord record) => record.Address;

    protected override MailException NotFound(DirectorySnapshot directory, EmailAddress key) =>
        MailException.Of(MailError.AliasNotFound, key);

    protected override MailException Taken(EmailAddress address) => MailException.Of(MailError.AliasExists, address);

    protected override IReadOnlyList<EmailAddress> NextOf(AliasRecord record) => record.Target;

    protected override AliasRecord KeepIdentity(AliasRecord before, AliasRecord after) =>
        after with { Address = before.Address };

    protected override void Check(DirectorySnapshot directory, AliasRecord record)
    {
        if (record.Target.Count == 0)
        {
            throw MailException.Of(MailError.InvalidTarget.As("Missing"), record.Address);
        }
    }
}
