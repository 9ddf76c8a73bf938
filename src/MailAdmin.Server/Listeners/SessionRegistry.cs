using System.Collections.Concurrent;
using System.Security.Cryptography;
using MailAdmin.Contracts;
using MailAdmin.Server.Telemetry;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Server.Listeners;

/// <summary>
/// The open sessions. It watches the directory: a session whose account was removed or disabled, or whose password
/// was changed or removed, is closed, because it could not be opened any more.
/// </summary>
internal sealed class SessionRegistry : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);
    private static long lastId;

    private readonly ConcurrentDictionary<long, LiveSession> sessions = new();
    private readonly IDirectory directory;
    private readonly TimeProvider timeProvider;
    private readonly ILogger<SessionRegistry> logger;
    private readonly IDisposable watch;

    public SessionRegistry(IDirectory directory, TimeProvider timeProvider, ILogger<SessionRegistry> logger)
    {
        this.directory = directory;
        this.timeProvider = timeProvider;
        this.logger = logger;
        watch = directory.Watch(OnDirectoryChanged);
    }

    /// <summary>Returns a number that no session of this process had before.</summary>
    public static long TakeId() => Interlocked.Increment(ref lastId);

    public void Add(LiveSession session) => sessions[session.Context.Id] = session;

    public void Remove(LiveSession session) => sessions.TryRemove(session.Context.Id, out _);

    public LiveSession[] Of(PortListener listener) =>
        [.. sessions.Values.Where(session => session.Listener == listener)];

    public MailSession[] Describe() =>
        [.. sessions.Values.OrderBy(session => session.Context.Id).Select(session => session.Describe())];

    /// <exception cref="MailException">SessionNotFound.</exception>
    public Task CloseAsync(long id)
    {
        return sessions.TryGetValue(id, out LiveSession? session)
            ? session.CloseAsync(Grace, timeProvider)
            : throw MailException.Of(MailError.SessionNotFound, id);
    }

    public void Dispose() => watch.Dispose();

    // Called by the committer, which must not wait for look-ups.
    private void OnDirectoryChanged(DirectoryChanged change)
    {
        if (!sessions.IsEmpty)
        {
            _ = Task.Run(() => CloseChangedAsync(change));
        }
    }

    private async Task CloseChangedAsync(DirectoryChanged change)
    {
        HashSet<AccountId> changed = [.. change.Accounts];
        foreach (LiveSession session in sessions.Values)
        {
            if (session.Context.Account is { } account
                && (change.SettingsChanged || changed.Contains(account.Id))
                && !await MayContinueAsync(account, session.Context.Protocol))
            {
                ServerLog.SessionClosedForAccount(logger, session.Context.Id);
                _ = session.CloseAsync(Grace, timeProvider);
            }
        }
    }

    private async ValueTask<bool> MayContinueAsync(AccountRecord loggedOn, MailProtocol protocol)
    {
        AccountRecord? now = await directory.Accounts.FindAsync(loggedOn.Id, CancellationToken.None);
        if (now is not { Enabled: true } || loggedOn.Password is not { } used)
        {
            return false;
        }

        DomainRecord? domain = await directory.Domains.FindAsync(now.Address.Domain, CancellationToken.None);
        MailProtocol permission = protocol == MailProtocol.Submission ? MailProtocol.Smtp : protocol;
        return domain is { Enabled: true }
            && now.Protocol.Contains(permission)
            && now.AppVerifiers(permission, timeProvider.GetUtcNow()).Append(now.Password)
                .Any(
                    verifier =>
                        verifier is not null
                            && CryptographicOperations.FixedTimeEquals(verifier.StoredKey, used.StoredKey));
    }
}
