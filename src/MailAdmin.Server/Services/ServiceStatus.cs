namespace MailAdmin.Server.Services;

/// <summary>What a manager says of a service.</summary>
internal readonly record struct ServiceStatus(MailServiceState State, int? ProcessId)
{
    /// <summary>The manager does not say.</summary>
    public static ServiceStatus Unknown { get; } = new(MailServiceState.Unknown, ProcessId: null);
}
