using MailAdmin.Contracts;

namespace MailAdmin.Storage.Directory;

/// <summary>Groups: an address whose mail goes to each of its members.</summary>
internal sealed class GroupKind() : AddressKind<GroupRecord>(5, "Group", "groups", DirectoryJson.Default.GroupRecord)
{
    public override EmailAddress KeyOf(GroupRecord record) => record.Address;

    protected override MailException NotFound(DirectorySnapshot directory, EmailAddress key) =>
        MailException.Of(MailError.GroupNotFound, key);

    protected override MailException Taken(EmailAddress address) => MailException.Of(MailError.GroupExists, address);

    protected override IReadOnlyList<EmailAddress> NextOf(GroupRecord record) => record.Member;

    protected override GroupRecord KeepIdentity(GroupRecord before, GroupRecord after) =>
        after with { Address = before.Address };
}
