namespace MailAdmin.Storage.Directory;

// What the journal and directory.db hold, in primitive types, so that the form on disk changes only on purpose. A size
// is its number of
// octets, an address and a domain are texts, an enum is its number. One property more is a compatible change; anything
// else is a new schema.

/// <summary>A domain on disk.</summary>
internal sealed class DomainDocument
{
    public string Name { get; set; } = "";

    public bool Enabled { get; set; }

    public string? Description { get; set; }

    public int? MaxAccounts { get; set; }

    public long MaxTotalSize { get; set; }

    public long? DefaultQuota { get; set; }

    public long? MaxMessageSize { get; set; }

    public string? CatchAll { get; set; }

    public string[] AliasDomain { get; set; } = [];

    public bool PlusAddressing { get; set; }

    public string? SmartHost { get; set; }

    public string? SmartHostUserName { get; set; }

    public byte[]? SmartHostSecret { get; set; }

    public DateTimeOffset Created { get; set; }
}

/// <summary>An account on disk.</summary>
internal sealed class AccountDocument
{
    public long Id { get; set; }

    public string Address { get; set; } = "";

    public string? DisplayName { get; set; }

    public bool Enabled { get; set; }

    public int[] Protocol { get; set; } = [];

    public long? Quota { get; set; }

    public int[]? QuotaWarning { get; set; }

    public string[] ForwardTo { get; set; } = [];

    public bool KeepCopy { get; set; }

    public bool SendOnly { get; set; }

    public bool ReceiveOnly { get; set; }

    public int? MaxSendPerDay { get; set; }

    public int? Pop3LeaveOnServerDays { get; set; }

    public PasswordDocument? Password { get; set; }

    public DateTimeOffset? PasswordLastSet { get; set; }

    public DateTimeOffset Created { get; set; }
}

/// <summary>A password verifier on disk.</summary>
internal sealed class PasswordDocument
{
    public byte[] Salt { get; set; } = [];

    public int Iterations { get; set; }

    public byte[] StoredKey { get; set; } = [];

    public byte[] ServerKey { get; set; } = [];
}

/// <summary>An alias on disk.</summary>
internal sealed class AliasDocument
{
    public string Address { get; set; } = "";

    public string[] Target { get; set; } = [];

    public bool Enabled { get; set; }

    public DateTimeOffset Created { get; set; }
}

/// <summary>A group on disk.</summary>
internal sealed class GroupDocument
{
    public string Address { get; set; } = "";

    public string? DisplayName { get; set; }

    public string[] Member { get; set; } = [];

    public string[] Owner { get; set; } = [];

    public int PostPermission { get; set; }

    public bool Enabled { get; set; }

    public DateTimeOffset Created { get; set; }
}

/// <summary>The settings on disk. What can be null came later than the first form, and null is its default.</summary>
internal sealed class SettingsDocument
{
    public string HostName { get; set; } = "";

    public DateTimeOffset Created { get; set; }

    public string? AdminAddress { get; set; }

    public long MaxMessageSize { get; set; }

    public int MaxRecipients { get; set; }

    public long DefaultQuota { get; set; }

    public int[] QuotaWarning { get; set; } = [];

    public string? SmartHost { get; set; }

    public string? SmartHostUserName { get; set; }

    public byte[]? SmartHostSecret { get; set; }

    public string[]? NameServer { get; set; }

    public TimeSpan? QueueLifetime { get; set; }

    public TimeSpan? DelayWarning { get; set; }

    public string[] RelayNetwork { get; set; } = [];

    public int LogonFailureLimit { get; set; }

    public TimeSpan LogonBlockDuration { get; set; }

    public TimeSpan IdleTimeout { get; set; }

    public int MaxConnections { get; set; }

    public int MaxConnectionsPerAddress { get; set; }

    public TimeSpan TraceRetention { get; set; }

    public int Durability { get; set; }
}

/// <summary>One change in the journal; the pair of its section is set.</summary>
internal sealed class ChangeDocument
{
    public int Section { get; set; }

    public string Key { get; set; } = "";

    public SettingsDocument? SettingsBefore { get; set; }

    public SettingsDocument? SettingsAfter { get; set; }

    public DomainDocument? DomainBefore { get; set; }

    public DomainDocument? DomainAfter { get; set; }

    public AccountDocument? AccountBefore { get; set; }

    public AccountDocument? AccountAfter { get; set; }

    public AliasDocument? AliasBefore { get; set; }

    public AliasDocument? AliasAfter { get; set; }

    public GroupDocument? GroupBefore { get; set; }

    public GroupDocument? GroupAfter { get; set; }
}

/// <summary>The journal of one record: who changed what, by which command, when.</summary>
internal sealed class JournalDocument
{
    public string Who { get; set; } = "";

    public string Command { get; set; } = "";

    public int ProcessId { get; set; }

    public DateTimeOffset When { get; set; }

    public ChangeDocument[] Changes { get; set; } = [];
}
