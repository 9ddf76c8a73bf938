using MailAdmin.Requests;

namespace MailAdmin.Server.Ownership;

/// <summary>A store that is in use.</summary>
public sealed class StoreLease(IMailAdministration administration, bool isOwner, Func<ValueTask> release)
    : IAsyncDisposable
{
    private Func<ValueTask>? release = release;

    /// <summary>What can be asked of it.</summary>
    public IMailAdministration Administration { get; } = administration;

    /// <summary>Whether this process owns the store.</summary>
    public bool IsOwner { get; } = isOwner;

    /// <summary>Releases the store; only the first time counts.</summary>
    public ValueTask DisposeAsync() => Interlocked.Exchange(ref release, null)?.Invoke() ?? ValueTask.CompletedTask;
}
