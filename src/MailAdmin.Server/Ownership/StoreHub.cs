using System.Collections.Concurrent;
using System.Net.NetworkInformation;
using System.Runtime.CompilerServices;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Stores;
using MailAdmin.Server.Logging;
using MailAdmin.Server.Secrets;
using MailAdmin.Storage;
using MailAdmin.Texts;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace MailAdmin.Server.Ownership;

/// <summary>
/// The stores that this process works with. All runspaces share one engine for a store that this process owns, which is
/// released a few seconds after the last lease unless listeners run; a store that another process owns is reached over
/// its control channel. The caller cannot tell the difference.
/// </summary>
/// <param name="timeProvider">The clock.</param>
/// <param name="loggerFactory">Receives what is logged, beside the log in the folder of each store.</param>
public sealed class StoreHub(TimeProvider timeProvider, ILoggerFactory loggerFactory) : IAsyncDisposable
{
    private const string FallbackHostName = "localhost";
    private static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<string, StoreEntry> entries = new(PathComparer);

    /// <summary>A hub with the system's clock, for a host without loggers of its own.</summary>
    public StoreHub()
        : this(TimeProvider.System, NullLoggerFactory.Instance)
    {
    }

    /// <summary>The hub of this process.</summary>
    public static StoreHub Default { get; } = new();

    private static StringComparer PathComparer =>
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()
            ? StringComparer.OrdinalIgnoreCase
            : StringComparer.Ordinal;

    /// <summary>Makes a store and writes what it is.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="hostName">The name in greetings; null: the name of the machine.</param>
    /// <param name="adminAddress">
    /// Receives mail for postmaster and abuse; null: kept in <c>postmaster@</c> of the oldest domain, an account that
    /// is made without a password when the first such message comes.
    /// </param>
    /// <param name="force">Whether a store that is there already is left as it is and written.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="MailException">
    /// StoreExists, StoreInvalid, StoreReadOnly, StoreAccessDenied, DiskFull, InvalidArgument.
    /// </exception>
    public async Task<MailStore> InitializeAsync(
        string path, string? hostName, EmailAddress? adminAddress, bool force, CancellationToken cancellationToken)
    {
        if (hostName is not null)
        {
            StoreChange.RequireHostName(hostName);
        }

        string full = Normalize(path);
        StoreSettings settings = new()
        {
            HostName = hostName ?? MachineName(),
            AdminAddress = adminAddress,
            Created = timeProvider.GetUtcNow(),
        };
        try
        {
            await MailStorage.InitializeAsync(full, settings, cancellationToken);
            CreateKeys(full);
        }
        catch (MailException exception) when (exception.Error == MailError.StoreExists && force)
        {
            // Asked for: what is there is written below.
        }

        await using StoreLease lease = await AcquireAsync(full, StoreUse.Administer, cancellationToken);
        return await lease.Administration.SendAsync(new GetStore(), cancellationToken);
    }

    /// <summary>Restores a store from a backup; when this process has the folder open, it is released first.</summary>
    /// <exception cref="MailException">
    /// BackupNotFound, BackupDamaged, StoreExists, StoreInvalid, StoreLocked, StoreReadOnly, StoreAccessDenied,
    /// DiskFull.
    /// </exception>
    public async Task<MailStoreRestore> RestoreAsync(
        string backup, string path, bool force, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        string full = Normalize(path);
        await ReleaseAsync(full);
        return await MailStorage.RestoreAsync(backup, full, force, progress, cancellationToken);
    }

    /// <summary>Whether this process owns a store and runs listeners for it.</summary>
    public bool HasListeners => entries.Values.Any(entry => entry.HasListeners);

    /// <summary>Leases a store until the lease is disposed.</summary>
    /// <exception cref="MailException">StoreNotFound, StoreInvalid, StoreLocked, OwnerUnreachable.</exception>
    public Task<StoreLease> AcquireAsync(string path, StoreUse use, CancellationToken cancellationToken) =>
        EntryOf(path).AcquireAsync(use, cancellationToken);

    /// <summary>
    /// Releases a store at once, if this process owns it and neither a lease nor a listener uses it.
    /// </summary>
    public Task ReleaseAsync(string path) =>
        entries.TryGetValue(Normalize(path), out StoreEntry? entry) ? entry.ReleaseAsync() : Task.CompletedTask;

    /// <summary>Completes when no listener runs for a store any more, in whichever process they are.</summary>
    /// <param name="path">The folder of the store.</param>
    /// <param name="warned">
    /// Receives the entries of the log from Warning on, when they are of this process and it is no service whose
    /// journal has them; from any thread.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task WaitForListenersAsync(
        string path, Action<MailServerLogEntry>? warned, CancellationToken cancellationToken) =>
        EntryOf(path).WaitForListenersAsync(warned, cancellationToken);

    /// <summary>
    /// The log of a store, the newest entry first. It is read from its files, whichever process runs the server, and
    /// when none does.
    /// </summary>
    /// <param name="path">The folder of the store.</param>
    /// <param name="filter">Which entries.</param>
    /// <param name="damaged">
    /// Receives the number of lines that could not be read, at the end, if there were any.
    /// </param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MailException">StoreNotFound, StoreAccessDenied, StoreFailed.</exception>
    public async IAsyncEnumerable<MailServerLogEntry> ReadLogAsync(
        string path,
        ServerLogFilter filter,
        Action<int> damaged,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string full = Normalize(path);
        if (entries.TryGetValue(full, out StoreEntry? own))
        {
            // What has just happened in this process belongs to it, unless the disk is stuck.
            await Task.WhenAny(
                own.FlushLogAsync(), Task.Delay(FlushTimeout, TimeProvider.System, cancellationToken));
        }

        ServerLogReader reader = new(full, filter);
        foreach (MailServerLogEntry entry in reader.Read(cancellationToken))
        {
            yield return entry;
        }

        if (reader.DamagedLines > 0)
        {
            damaged(reader.DamagedLines);
        }
    }

    /// <summary>
    /// Events of the server, whichever process runs it, until it is cancelled; a watcher keeps nobody from owning the
    /// store.
    /// </summary>
    public IAsyncEnumerable<MailServerEvent> WatchAsync(string path, CancellationToken cancellationToken) =>
        EntryOf(path).WatchAsync(cancellationToken);

    /// <summary>
    /// Stops the listeners that this process started, and closes its stores. They can be acquired again afterwards.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        foreach (string path in entries.Keys)
        {
            if (entries.TryRemove(path, out StoreEntry? entry))
            {
                await entry.DisposeAsync();
            }
        }
    }

    private static void CreateKeys(string path)
    {
        try
        {
            StoreKeys.Create(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw MailException.Of(MailError.StoreReadOnly, exception, path, PlatformReason.Of(exception));
        }
    }

    private StoreEntry EntryOf(string path) =>
        entries.GetOrAdd(Normalize(path), full => new StoreEntry(full, timeProvider, loggerFactory));

    private static string Normalize(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

    // The name of a machine may be one that cannot stand in a greeting, with an underscore for one.
    private static string MachineName()
    {
        var properties = IPGlobalProperties.GetIPGlobalProperties();
        string full = properties.DomainName is { Length: > 0 } domain && !properties.HostName.Contains(
            '.', StringComparison.Ordinal)
            ? properties.HostName + "." + domain
            : properties.HostName;
        return DomainName.TryParse(full, out DomainName? name) ? name.Ascii
            : DomainName.TryParse(properties.HostName, out DomainName? shortName) ? shortName.Ascii
            : FallbackHostName;
    }
}
