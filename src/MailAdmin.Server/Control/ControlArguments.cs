using MailAdmin.Contracts;

namespace MailAdmin.Server.Control;

// The arguments of each method of IMailAdministration, as they travel.

internal sealed record NoArguments;

internal sealed record NoResult;

internal sealed record StoreArguments(StoreProperties Properties, ChangeOrigin Origin);

internal sealed record RepairArguments(IReadOnlyList<MailStoreFinding>? Findings);

internal sealed record PatternArguments(string? Pattern);

internal sealed record DomainArguments(DomainName Name, DomainProperties Properties, ChangeOrigin Origin);

internal sealed record RemoveDomainArguments(DomainName Name, bool Recurse, ChangeOrigin Origin);

internal sealed record DomainNameArguments(DomainName Name);

internal sealed record AddressArguments(EmailAddress Address);

internal sealed record CreateAccountArguments(EmailAddress Address, AccountProperties Properties, IfExists IfExists, ChangeOrigin Origin);

internal sealed record AccountArguments(EmailAddress Address, AccountProperties Properties, ChangeOrigin Origin);

internal sealed record RenameArguments(EmailAddress Address, EmailAddress NewAddress, ChangeOrigin Origin);

internal sealed record RemoveArguments(EmailAddress Address, ChangeOrigin Origin);

internal sealed record TestPasswordArguments(EmailAddress Address, byte[] StoredKey);

internal sealed record CreateAliasArguments(EmailAddress Address, IReadOnlyList<EmailAddress> Targets, bool Enabled, ChangeOrigin Origin);

internal sealed record AliasArguments(EmailAddress Address, IReadOnlyList<EmailAddress>? Targets, bool? Enabled, ChangeOrigin Origin);

internal sealed record QuotaArguments(string? Pattern, double? Threshold);

internal sealed record MailboxArguments(string? AccountPattern, string? NamePattern);

internal sealed record StopArguments(ListenerFilter Filter, TimeSpan Timeout);

internal sealed record SessionArguments(long Id);

internal sealed record GroupArguments(EmailAddress Address, GroupProperties Properties, ChangeOrigin Origin);

internal sealed record GroupMembersArguments(
    EmailAddress Address, IReadOnlyList<EmailAddress> Add, IReadOnlyList<EmailAddress> Remove, ChangeOrigin Origin);

internal sealed record QueueItemArguments(long Id, bool Flag);

internal sealed record DeliverQueueArguments(QueueFilter Filter, bool Wait);
