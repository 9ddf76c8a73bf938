using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MailAdmin.Requests;

namespace MailAdmin.Server.Control;

/// <summary>
/// Serialization of everything that travels, made at compile time: the requests, their results, the channel's own.
/// </summary>
[JsonSourceGenerationOptions(
    IgnoreReadOnlyProperties = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(NameSetConverter)])]
[JsonSerializable(typeof(GetStore))]
[JsonSerializable(typeof(SetStore))]
[JsonSerializable(typeof(CheckStore))]
[JsonSerializable(typeof(RepairStore))]
[JsonSerializable(typeof(GetDomains))]
[JsonSerializable(typeof(CreateDomain))]
[JsonSerializable(typeof(SetDomain))]
[JsonSerializable(typeof(RemoveDomain))]
[JsonSerializable(typeof(GetAccounts))]
[JsonSerializable(typeof(GetAccount))]
[JsonSerializable(typeof(CreateAccount))]
[JsonSerializable(typeof(SetAccount))]
[JsonSerializable(typeof(RenameAccount))]
[JsonSerializable(typeof(RemoveAccount))]
[JsonSerializable(typeof(GetPasswordParameters))]
[JsonSerializable(typeof(CheckPassword))]
[JsonSerializable(typeof(GetAppPasswords))]
[JsonSerializable(typeof(CreateAppPassword))]
[JsonSerializable(typeof(RemoveAppPassword))]
[JsonSerializable(typeof(GetAliases))]
[JsonSerializable(typeof(CreateAlias))]
[JsonSerializable(typeof(SetAlias))]
[JsonSerializable(typeof(RemoveAlias))]
[JsonSerializable(typeof(GetGroups))]
[JsonSerializable(typeof(CreateGroup))]
[JsonSerializable(typeof(SetGroup))]
[JsonSerializable(typeof(RemoveGroup))]
[JsonSerializable(typeof(ChangeGroupMembers))]
[JsonSerializable(typeof(FindSimilarName))]
[JsonSerializable(typeof(FindMissingRecipients))]
[JsonSerializable(typeof(GetAccountQuotas))]
[JsonSerializable(typeof(GetDomainQuota))]
[JsonSerializable(typeof(GetMailboxes))]
[JsonSerializable(typeof(StartListeners))]
[JsonSerializable(typeof(GetListeners))]
[JsonSerializable(typeof(StopListeners))]
[JsonSerializable(typeof(RestartListeners))]
[JsonSerializable(typeof(GetSessions))]
[JsonSerializable(typeof(StopSession))]
[JsonSerializable(typeof(GetLogonBlocks))]
[JsonSerializable(typeof(UnblockAddress))]
[JsonSerializable(typeof(UnblockAccount))]
[JsonSerializable(typeof(GetQueue))]
[JsonSerializable(typeof(SuspendQueueItem))]
[JsonSerializable(typeof(ResumeQueueItem))]
[JsonSerializable(typeof(RemoveQueueItem))]
[JsonSerializable(typeof(ReadQueueMessage))]
[JsonSerializable(typeof(DeliverQueue))]
[JsonSerializable(typeof(FindTrace))]
[JsonSerializable(typeof(GetActivity))]
[JsonSerializable(typeof(FindChanges))]
[JsonSerializable(typeof(UndoChange))]
[JsonSerializable(typeof(WatchServer))]
[JsonSerializable(typeof(NoResult))]
[JsonSerializable(typeof(MailStore))]
[JsonSerializable(typeof(MailDomain))]
[JsonSerializable(typeof(MailAccount))]
[JsonSerializable(typeof(AccountOutcome))]
[JsonSerializable(typeof(PasswordParameters))]
[JsonSerializable(typeof(MailPasswordTest))]
[JsonSerializable(typeof(MailAppPassword))]
[JsonSerializable(typeof(MailAlias))]
[JsonSerializable(typeof(MailGroup))]
[JsonSerializable(typeof(GroupMembersOutcome))]
[JsonSerializable(typeof(IReadOnlyList<EmailAddress>))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(MailQuota))]
[JsonSerializable(typeof(MailQueueItem))]
[JsonSerializable(typeof(IReadOnlyList<MailStoreFinding>))]
[JsonSerializable(typeof(IReadOnlyList<MailListener>))]
[JsonSerializable(typeof(IReadOnlyList<MailChange>))]
[JsonSerializable(typeof(IReadOnlyList<MailSession>))]
[JsonSerializable(typeof(IReadOnlyList<MailLogonBlock>))]
[JsonSerializable(typeof(IReadOnlyList<MailQueueItem>))]
[JsonSerializable(typeof(List<MailDomain>))]
[JsonSerializable(typeof(List<MailAccount>))]
[JsonSerializable(typeof(List<MailAppPassword>))]
[JsonSerializable(typeof(List<MailAlias>))]
[JsonSerializable(typeof(List<MailGroup>))]
[JsonSerializable(typeof(List<MailQuota>))]
[JsonSerializable(typeof(List<MailMailbox>))]
[JsonSerializable(typeof(List<MailQueueItem>))]
[JsonSerializable(typeof(List<ReadOnlyMemory<byte>>))]
[JsonSerializable(typeof(List<MailTraceEvent>))]
[JsonSerializable(typeof(List<MailChange>))]
[JsonSerializable(typeof(List<MailServerEvent>))]
[JsonSerializable(typeof(OwnerGreeting))]
[JsonSerializable(typeof(OwnerFile))]
[JsonSerializable(typeof(ControlFault))]
[JsonSerializable(typeof(double))]
internal sealed partial class ControlJson : JsonSerializerContext
{
    /// <summary>How a type travels.</summary>
    public static JsonTypeInfo<T> Of<T>() => (JsonTypeInfo<T>)Of(typeof(T));

    /// <inheritdoc cref="Of{T}"/>
    public static JsonTypeInfo Of(Type type) =>
        Default.GetTypeInfo(type)
        ?? throw new InvalidOperationException($"{type} has no line in {nameof(ControlJson)}.");
}
