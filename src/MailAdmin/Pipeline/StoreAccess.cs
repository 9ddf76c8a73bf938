using System.Runtime.CompilerServices;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Ownership;

namespace MailAdmin.Pipeline;

/// <summary>A store that a cmdlet works with, until it is disposed.</summary>
internal sealed record OpenStore(string Path, IMailAdministration Administration, IAsyncDisposable Lease);

/// <summary>
/// The one place that names the server: its assembly is loaded when one of these methods is first called, never by the
/// import.
/// </summary>
internal static class StoreAccess
{
    /// <summary>Gets hold of a store, to administer it or to run listeners.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static async Task<OpenStore> OpenAsync(string path, bool forListeners, CancellationToken cancellationToken)
    {
        StoreUse use = forListeners ? StoreUse.HostListeners : StoreUse.Administer;
        StoreLease lease = await StoreHub.Default.AcquireAsync(path, use, cancellationToken);
        return new OpenStore(path, lease.Administration, lease);
    }

    /// <summary>Makes a store.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Task<MailStore> InitializeAsync(
        string path, string? hostName, EmailAddress? adminAddress, bool force, CancellationToken cancellationToken) =>
        StoreHub.Default.InitializeAsync(path, hostName, adminAddress, force, cancellationToken);

    /// <summary>Restores a store from a backup.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Task<MailStoreRestore> RestoreAsync(
        string backup, string path, bool force, IProgress<double> progress, CancellationToken cancellationToken) =>
        StoreHub.Default.RestoreAsync(backup, path, force, progress, cancellationToken);

    /// <summary>Completes when no listener runs for a store any more.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Task WaitForListenersAsync(
        string path, Action<MailServerLogEntry> warned, CancellationToken cancellationToken) =>
        StoreHub.Default.WaitForListenersAsync(path, warned, cancellationToken);

    /// <summary>The log of a store, the newest entry first; a receiver has the number of its damaged lines.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static IAsyncEnumerable<MailServerLogEntry> ReadLogAsync(
        string path, ServerLogFilter filter, Action<int> damaged, CancellationToken cancellationToken) =>
        StoreHub.Default.ReadLogAsync(path, filter, damaged, cancellationToken);

    /// <summary>Events of the server of a store, until it is cancelled.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static IAsyncEnumerable<MailServerEvent> WatchAsync(string path, CancellationToken cancellationToken) =>
        StoreHub.Default.WatchAsync(path, cancellationToken);

    /// <summary>Lets go of a store at once if nothing of this process uses it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Task ReleaseAsync(string path) => StoreHub.Default.ReleaseAsync(path);

    /// <summary>Whether this process runs listeners.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool HasListeners() => StoreHub.Default.HasListeners;

    /// <summary>Stops the listeners of this process and closes its stores.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Task CloseAllAsync() => StoreHub.Default.DisposeAsync().AsTask();
}
