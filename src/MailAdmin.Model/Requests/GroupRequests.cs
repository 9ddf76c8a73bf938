namespace MailAdmin.Requests;

/// <summary>Groups whose address matches a pattern with '*' and '?'; null: all.</summary>
public sealed record GetGroups(string? Pattern) : IStreamRequest<MailGroup>;

/// <summary>Adds a group. GroupExists, AccountExists, AliasExists, DomainNotFound, AliasLoop.</summary>
public sealed record CreateGroup(EmailAddress Address, GroupProperties Properties) : DirectoryChange<MailGroup>;

/// <summary>Changes a group. GroupNotFound, AliasLoop.</summary>
public sealed record SetGroup(EmailAddress Address, GroupProperties Properties) : DirectoryChange<MailGroup>;

/// <summary>Removes a group. GroupNotFound.</summary>
public sealed record RemoveGroup(EmailAddress Address) : DirectoryChange<NoResult>;

/// <summary>
/// Adds and removes members in one step. An address to add that is a member, or to remove that is not, is skipped.
/// GroupNotFound, AliasLoop.
/// </summary>
public sealed record ChangeGroupMembers(
    EmailAddress Address, IReadOnlyList<EmailAddress> Add, IReadOnlyList<EmailAddress> Remove)
    : DirectoryChange<GroupMembersOutcome>;

/// <summary>What changed the members of a group.</summary>
/// <param name="Group">The group as it is now.</param>
/// <param name="NotMember">The addresses to remove that were not members.</param>
public sealed record GroupMembersOutcome(MailGroup Group, IReadOnlyList<EmailAddress> NotMember);
