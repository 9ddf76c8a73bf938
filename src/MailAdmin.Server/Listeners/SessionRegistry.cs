using System.Collections.Concurrent;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Transport;
using MailAdmin.Server.Logon;
using MailAdmin.Server.Telemetry;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Server.Listeners;

/// <summary>
/// The open sessions. It watches the directory and the clock: a session whose account was removed or disabled, or whose
/// password was changed or removed or has expired, is closed, because it could not be opened any more.
/// </summary>
internal sealed class SessionRegistry : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    // A session outlives its app password no longer than this; the time is compared each time, so a jump of the clock
    // neither keeps it open nor closes it too early.
    private static readonly TimeSpan ExpiryInterval = TimeSpan.FromSeconds(15);
    private static long lastId;

    private readonly ConcurrentDictionary<long, LiveSession> sessions = new();
    private readonly LogonRules rules;
    private readonly TimeProvider timeProvider;
    private readonly ILogger<SessionRegistry> logger;
    private readonly IDisposable watch;
    private readonly ITimer timer;

    public SessionRegistry(
        IDirectory directory, LogonRules rules, TimeProvider timeProvider, ILogger<SessionRegistry> logger)
    {
        this.rules = rules;
        this.timeProvider = timeProvider;
        this.logger = logger;
        watch = directory.Watch(OnDirectoryChanged);
        timer = timeProvider.CreateTimer(_ => OnTime(), null, ExpiryInterval, ExpiryInterval);
    }

    /// <summary>Returns a number that no session of this process had before.</summary>
    public static long TakeId() => Interlocked.Increment(ref lastId);

    public void Add(LiveSession session) => sessions[session.Context.Id] = session;

    /// <summary>
    /// Checks a session that has logged on: the account may have changed since its logon was decided and before the
    /// session had it, when no change could find the session by it.
    /// </summary>
    public void OnLogon(SessionContext context)
    {
        if (context.Account is { } account && sessions.TryGetValue(context.Id, out LiveSession? session))
        {
            _ = CloseUnlessAllowedAsync(session, account);
        }
    }

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

    public void Dispose()
    {
        timer.Dispose();
        watch.Dispose();
    }

    // Called by the committer, which must not wait for look-ups.
    private void OnDirectoryChanged(DirectoryChanged change)
    {
        if (!sessions.IsEmpty)
        {
            HashSet<AccountId> changed = [.. change.Accounts];
            _ = Task.Run(() => CloseAsync(account => change.SettingsChanged || changed.Contains(account.Id)));
        }
    }

    private void OnTime()
    {
        if (!sessions.IsEmpty)
        {
            _ = CloseAsync(static account => account.AppPassword.Count > 0);
        }
    }

    /// <summary>Closes those sessions of some accounts that could not be opened any more.</summary>
    private async Task CloseAsync(Func<AccountRecord, bool> isConcerned)
    {
        foreach (LiveSession session in sessions.Values)
        {
            if (session.Context.Account is { } account && isConcerned(account))
            {
                await CloseUnlessAllowedAsync(session, account);
            }
        }
    }

    private async Task CloseUnlessAllowedAsync(LiveSession session, AccountRecord loggedOn)
    {
        if (!await MayContinueAsync(loggedOn, session.Context.Protocol))
        {
            ServerLog.SessionClosedForAccount(logger, session.Context.Id);
            _ = session.CloseAsync(Grace, timeProvider);
        }
    }

    private async ValueTask<bool> MayContinueAsync(AccountRecord loggedOn, MailProtocol protocol)
    {
        try
        {
            return loggedOn.Password is { } used
                && (await rules.CheckAsync(loggedOn.Id, used, protocol, CancellationToken.None)).Refusal is null;
        }
        catch (MailException failure)
        {
            // What cannot be checked is not left open, and must not keep the others from being checked.
            ServerLog.SessionFaulted(logger, 0, failure);
            return false;
        }
    }
}
