using System.Runtime.CompilerServices;
using MailAdmin.Contracts;
using MailAdmin.Texts;

namespace MailAdmin.Server.Administration;

/// <summary>Groups, as cmdlets ask for them.</summary>
internal sealed class GroupAdministration(IDirectory directory, TimeProvider timeProvider)
{
    // More are not a group of people any more; a mailing-list program serves them better.
    private const int MostMembers = 10_000;

    public async IAsyncEnumerable<MailGroup> ListAsync(string? pattern, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (pattern is not null && !NamePattern.HasWildcards(pattern))
        {
            GroupRecord? single = EmailAddress.TryParse(pattern, out EmailAddress? address)
                ? await directory.FindGroupAsync(address, cancellationToken)
                : null;
            if (single is not null)
            {
                yield return Show(single);
            }

            yield break;
        }

        NamePattern? matcher = pattern is null ? null : NamePattern.OfAddress(pattern);
        await foreach (GroupRecord group in directory.ListGroupsAsync(domain: null, cancellationToken))
        {
            if (matcher is null || matcher.Matches(group.Address.Canonical))
            {
                yield return Show(group);
            }
        }
    }

    public async Task<MailGroup> CreateAsync(
        EmailAddress address, GroupProperties properties, ChangeOrigin origin, CancellationToken cancellationToken)
    {
        Check(properties);
        GroupRecord wanted = Apply(properties, new GroupRecord { Address = address, Created = timeProvider.GetUtcNow() });
        return Show(await directory.CreateGroupAsync(wanted, origin, cancellationToken));
    }

    public async Task<MailGroup> SetAsync(
        EmailAddress address, GroupProperties properties, ChangeOrigin origin, CancellationToken cancellationToken)
    {
        Check(properties);
        return Show(await directory.UpdateGroupAsync(address, group => Apply(properties, group), origin, cancellationToken));
    }

    public Task RemoveAsync(EmailAddress address, ChangeOrigin origin, CancellationToken cancellationToken) =>
        directory.RemoveGroupAsync(address, origin, cancellationToken);

    public async Task<MailGroup> ChangeMembersAsync(
        EmailAddress address,
        IReadOnlyList<EmailAddress> add,
        IReadOnlyList<EmailAddress> remove,
        ChangeOrigin origin,
        CancellationToken cancellationToken)
    {
        HashSet<EmailAddress> removed = [.. remove];
        GroupRecord changed = await directory.UpdateGroupAsync(
            address,
            group => group with { Member = RequireFew([.. group.Member.Where(member => !removed.Contains(member)).Concat(add).Distinct()]) },
            origin,
            cancellationToken);
        return Show(changed);
    }

    private static void Check(GroupProperties properties)
    {
        Argument.RequireShortText(properties.DisplayName, nameof(properties.DisplayName));
        RequireFew(properties.Member);
        RequireFew(properties.Owner);
    }

    private static IReadOnlyList<EmailAddress> RequireFew(IReadOnlyList<EmailAddress> members) => members.Count <= MostMembers
        ? members
        : throw Argument.Invalid(nameof(GroupProperties.Member), members.Count, MailText.Of("Reason.TooManyMembers", MostMembers));

    private static GroupRecord Apply(GroupProperties properties, GroupRecord group)
    {
        IReadOnlySet<string> given = properties.Given;
        return group with
        {
            DisplayName = given.Contains(nameof(properties.DisplayName)) ? properties.DisplayName : group.DisplayName,
            Member = given.Contains(nameof(properties.Member)) ? [.. properties.Member.Distinct()] : group.Member,
            Owner = given.Contains(nameof(properties.Owner)) ? [.. properties.Owner.Distinct()] : group.Owner,
            PostPermission = given.Contains(nameof(properties.PostPermission)) ? properties.PostPermission : group.PostPermission,
            Enabled = given.Contains(nameof(properties.Enabled)) ? properties.Enabled : group.Enabled,
        };
    }

    private static MailGroup Show(GroupRecord group) => new()
    {
        Address = group.Address,
        DisplayName = group.DisplayName,
        Member = group.Member,
        Owner = group.Owner,
        PostPermission = group.PostPermission,
        Enabled = group.Enabled,
        Created = group.Created,
    };
}
