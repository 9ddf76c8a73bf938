using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Arguments;
using MailAdmin.Texts;

namespace MailAdmin.Server.Administration.Groups;

/// <summary>Checks the values that were given for a group, and applies them to its record.</summary>
internal sealed class GroupChange
{
    // More are not a group of people any more; a mailing-list program serves them better.
    private const int MaxMembers = 10_000;

    private readonly GroupProperties properties;

    /// <exception cref="MailException">InvalidArgument; nothing was changed.</exception>
    public GroupChange(GroupProperties properties)
    {
        PropertyChecks<GroupProperties>.Run(properties);
        this.properties = properties with
        {
            Member = [.. RequireFew(properties.Member).Distinct()],
            Owner = [.. RequireFew(properties.Owner).Distinct()],
        };
    }

    /// <exception cref="MailException">InvalidArgument: there are too many.</exception>
    public static IReadOnlyList<EmailAddress> RequireFew(IReadOnlyList<EmailAddress> members) =>
        members.Count <= MaxMembers
            ? members
            : throw Argument.Invalid(
                nameof(GroupProperties.Member), members.Count, MailText.Of("Reason.TooManyMembers", MaxMembers));

    public GroupRecord ApplyTo(GroupRecord group) => PropertyCopy.Given(properties, group with { });
}
