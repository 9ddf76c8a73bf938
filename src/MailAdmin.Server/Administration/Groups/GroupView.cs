using MailAdmin.Contracts;
using MailAdmin.Server.Arguments;

namespace MailAdmin.Server.Administration.Groups;

/// <summary>Shows groups.</summary>
internal static class GroupView
{
    public static MailGroup Show(GroupRecord group) =>
        PropertyCopy.All(
            group,
            new MailGroup { Address = group.Address.ToString(), Domain = group.Address.Domain.Ascii });
}
