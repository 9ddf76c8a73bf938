using MailAdmin.Contracts;

namespace MailAdmin.Server;

/// <summary>What a lease of a store is for.</summary>
public enum StoreUse
{
    /// <summary>To administer it: by the owner, wherever that is, or by becoming the owner.</summary>
    Administer,

    /// <summary>To run listeners: by the owner if it has listeners, otherwise by waiting to become the owner.</summary>
    HostListeners,
}

/// <summary>
/// The stores that this process works with. All runspaces share one engine for a store that this process owns, which is
/// let go a few seconds after the last lease unless listeners run; a store that another process owns is reached over its
/// control channel. The caller cannot tell the difference.
/// </summary>
public sealed class StoreHub : IAsyncDisposable
{
    /// <summary>The hub of this process.</summary>
    public static StoreHub Default { get; } = new();

    /// <summary>Makes a store and writes what it is.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="hostName">The name in greetings; null: the name of the machine.</param>
    /// <param name="adminAddress">Receives mail for postmaster and abuse; null: kept in an account made for it when the first domain is made.</param>
    /// <param name="force">Whether a store that is there already is left as it is and written.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<MailStore> InitializeAsync(string path, string? hostName, EmailAddress? adminAddress, bool force, CancellationToken cancellationToken)
    {
        throw new NotImplementedException();
    }

    /// <summary>Gets hold of a store until the lease is disposed.</summary>
    /// <exception cref="MailException">StoreNotFound, StoreInvalid, StoreLocked, OwnerUnreachable.</exception>
    public Task<StoreLease> AcquireAsync(string path, StoreUse use, CancellationToken cancellationToken)
    {
        throw new NotImplementedException();
    }

    /// <summary>Completes when no listener of this process runs for a store any more.</summary>
    public Task WaitForListenersAsync(string path, CancellationToken cancellationToken)
    {
        throw new NotImplementedException();
    }

    /// <summary>Stops the listeners that this process started, and closes its stores.</summary>
    public ValueTask DisposeAsync()
    {
        throw new NotImplementedException();
    }
}

/// <summary>A hold on a store.</summary>
public sealed class StoreLease(IMailAdministration administration, bool isOwner, Func<ValueTask> release) : IAsyncDisposable
{
    /// <summary>What can be asked of it.</summary>
    public IMailAdministration Administration { get; } = administration;

    /// <summary>Whether this process owns the store.</summary>
    public bool IsOwner { get; } = isOwner;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => release();
}
