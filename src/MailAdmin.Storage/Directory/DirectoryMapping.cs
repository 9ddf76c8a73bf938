using MailAdmin.Contracts;

namespace MailAdmin.Storage.Directory;

/// <summary>The one place where documents and records are turned into each other.</summary>
internal static class DirectoryMapping
{
    private static readonly StoreSettings Defaults = new() { HostName = "localhost" };

    public static DomainDocument ToDocument(DomainRecord record) => new()
    {
        Name = record.Name.Ascii,
        Enabled = record.Enabled,
        Description = record.Description,
        MaxAccounts = record.MaxAccounts,
        MaxTotalSize = record.MaxTotalSize.Bytes,
        DefaultQuota = record.DefaultQuota?.Bytes,
        MaxMessageSize = record.MaxMessageSize?.Bytes,
        CatchAll = record.CatchAll?.ToString(),
        AliasDomain = [.. record.AliasDomain.Select(name => name.Ascii)],
        PlusAddressing = record.PlusAddressing,
        SmartHost = record.SmartHost,
        SmartHostUserName = record.SmartHostUserName,
        SmartHostSecret = record.SmartHostSecret,
        Created = record.Created,
    };

    public static DomainRecord ToRecord(DomainDocument document) => new()
    {
        Name = DomainName.Parse(document.Name),
        Enabled = document.Enabled,
        Description = document.Description,
        MaxAccounts = document.MaxAccounts,
        MaxTotalSize = document.MaxTotalSize,
        DefaultQuota = ToSize(document.DefaultQuota),
        MaxMessageSize = ToSize(document.MaxMessageSize),
        CatchAll = ToAddress(document.CatchAll),
        AliasDomain = [.. document.AliasDomain.Select(DomainName.Parse)],
        PlusAddressing = document.PlusAddressing,
        SmartHost = document.SmartHost,
        SmartHostUserName = document.SmartHostUserName,
        SmartHostSecret = document.SmartHostSecret,
        Created = document.Created,
    };

    public static AccountDocument ToDocument(AccountRecord record) => new()
    {
        Id = record.Id.Value,
        Address = record.Address.ToString(),
        DisplayName = record.DisplayName,
        Enabled = record.Enabled,
        Protocol = [.. record.Protocol.Select(protocol => (int)protocol)],
        Quota = record.Quota?.Bytes,
        QuotaWarning = record.QuotaWarning?.ToArray(),
        ForwardTo = [.. record.ForwardTo.Select(address => address.ToString())],
        KeepCopy = record.KeepCopy,
        SendOnly = record.SendOnly,
        ReceiveOnly = record.ReceiveOnly,
        MaxSendPerDay = record.MaxSendPerDay,
        Pop3LeaveOnServerDays = record.Pop3LeaveOnServerDays,
        Password = record.Password is not { } password
            ? null
            : new PasswordDocument
            {
                Salt = password.Salt,
                Iterations = password.Iterations,
                StoredKey = password.StoredKey,
                ServerKey = password.ServerKey,
            },
        PasswordLastSet = record.PasswordLastSet,
        Created = record.Created,
    };

    public static AccountRecord ToRecord(AccountDocument document) => new()
    {
        Id = new AccountId(document.Id),
        Address = EmailAddress.Parse(document.Address),
        DisplayName = document.DisplayName,
        Enabled = document.Enabled,
        Protocol = [.. document.Protocol.Select(protocol => (MailProtocol)protocol)],
        Quota = ToSize(document.Quota),
        QuotaWarning = document.QuotaWarning,
        ForwardTo = [.. document.ForwardTo.Select(EmailAddress.Parse)],
        KeepCopy = document.KeepCopy,
        SendOnly = document.SendOnly,
        ReceiveOnly = document.ReceiveOnly,
        MaxSendPerDay = document.MaxSendPerDay,
        Pop3LeaveOnServerDays = document.Pop3LeaveOnServerDays,
        Password = document.Password is not { } password
            ? null
            : new ScramCredential(password.Salt, password.Iterations, password.StoredKey, password.ServerKey),
        PasswordLastSet = document.PasswordLastSet,
        Created = document.Created,
    };

    public static AliasDocument ToDocument(AliasRecord record) => new()
    {
        Address = record.Address.ToString(),
        Target = [.. record.Target.Select(target => target.ToString())],
        Enabled = record.Enabled,
        Created = record.Created,
    };

    public static AliasRecord ToRecord(AliasDocument document) => new()
    {
        Address = EmailAddress.Parse(document.Address),
        Target = [.. document.Target.Select(EmailAddress.Parse)],
        Enabled = document.Enabled,
        Created = document.Created,
    };

    public static GroupDocument ToDocument(GroupRecord record) => new()
    {
        Address = record.Address.ToString(),
        DisplayName = record.DisplayName,
        Member = [.. record.Member.Select(member => member.ToString())],
        Owner = [.. record.Owner.Select(owner => owner.ToString())],
        PostPermission = (int)record.PostPermission,
        Enabled = record.Enabled,
        Created = record.Created,
    };

    public static GroupRecord ToRecord(GroupDocument document) => new()
    {
        Address = EmailAddress.Parse(document.Address),
        DisplayName = document.DisplayName,
        Member = [.. document.Member.Select(EmailAddress.Parse)],
        Owner = [.. document.Owner.Select(EmailAddress.Parse)],
        PostPermission = (PostPermission)document.PostPermission,
        Enabled = document.Enabled,
        Created = document.Created,
    };

    public static SettingsDocument ToDocument(StoreSettings settings) => new()
    {
        HostName = settings.HostName,
        Created = settings.Created,
        AdminAddress = settings.AdminAddress?.ToString(),
        MaxMessageSize = settings.MaxMessageSize.Bytes,
        MaxRecipients = settings.MaxRecipients,
        DefaultQuota = settings.DefaultQuota.Bytes,
        QuotaWarning = [.. settings.QuotaWarning],
        SmartHost = settings.SmartHost,
        SmartHostUserName = settings.SmartHostUserName,
        SmartHostSecret = settings.SmartHostSecret,
        NameServer = [.. settings.NameServer],
        QueueLifetime = settings.QueueLifetime,
        DelayWarning = settings.DelayWarning,
        RelayNetwork = [.. settings.RelayNetwork],
        LogonFailureLimit = settings.LogonFailureLimit,
        LogonBlockDuration = settings.LogonBlockDuration,
        IdleTimeout = settings.IdleTimeout,
        MaxConnections = settings.MaxConnections,
        MaxConnectionsPerAddress = settings.MaxConnectionsPerAddress,
        TraceRetention = settings.TraceRetention,
        Durability = (int)settings.Durability,
    };

    public static StoreSettings ToRecord(SettingsDocument document) => new()
    {
        HostName = document.HostName,
        Created = document.Created,
        AdminAddress = ToAddress(document.AdminAddress),
        MaxMessageSize = document.MaxMessageSize,
        MaxRecipients = document.MaxRecipients,
        DefaultQuota = document.DefaultQuota,
        QuotaWarning = document.QuotaWarning,
        SmartHost = document.SmartHost,
        SmartHostUserName = document.SmartHostUserName,
        SmartHostSecret = document.SmartHostSecret,
        NameServer = document.NameServer ?? [],
        QueueLifetime = document.QueueLifetime ?? Defaults.QueueLifetime,
        DelayWarning = document.DelayWarning ?? Defaults.DelayWarning,
        RelayNetwork = document.RelayNetwork,
        LogonFailureLimit = document.LogonFailureLimit,
        LogonBlockDuration = document.LogonBlockDuration,
        IdleTimeout = document.IdleTimeout,
        MaxConnections = document.MaxConnections,
        MaxConnectionsPerAddress = document.MaxConnectionsPerAddress,
        TraceRetention = document.TraceRetention,
        Durability = (StoreDurability)document.Durability,
    };

    private static MailSize? ToSize(long? octets) => octets is { } value ? new MailSize(value) : null;

    private static EmailAddress? ToAddress(string? text) => text is null ? null : EmailAddress.Parse(text);
}
