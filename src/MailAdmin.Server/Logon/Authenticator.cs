using System.Net;
using MailAdmin.Contracts;
using MailAdmin.Server.Events;
using MailAdmin.Server.Network;
using MailAdmin.Server.Telemetry;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Server.Logon;

/// <summary>Checks passwords for the protocols.</summary>
/// <remarks>
/// The same work is done for a wrong password, an unknown user name and an account without a password: one derivation,
/// and one more for what looks like an app password, however many the account has, each with as many iterations as the
/// costliest verifier of the store. SCRAM knows the account's own password. The state of an account is disclosed only
/// to a client that knows its password. RFC 4616 §4, RFC 5802 §9
/// </remarks>
internal sealed class Authenticator : IAuthenticator, IDisposable
{
    private readonly IDirectory directory;
    private readonly DecoyCredentials decoys;
    private readonly IterationCensus iterations;
    private readonly TimeProvider timeProvider;
    private readonly ServerMeter meter;
    private readonly EventHub events;
    private readonly ILogger<Authenticator> logger;
    private readonly VerifierUpgrades upgrades;
    private readonly PasswordVerifier verifier = new();
    private readonly PasswordCache cache;

    public Authenticator(
        IDirectory directory,
        byte[] secret,
        TimeProvider timeProvider,
        ServerMeter meter,
        EventHub events,
        ILogger<Authenticator> logger)
    {
        this.directory = directory;
        this.timeProvider = timeProvider;
        this.meter = meter;
        this.events = events;
        this.logger = logger;
        decoys = new DecoyCredentials(secret);
        iterations = new IterationCensus(directory, timeProvider);
        upgrades = new VerifierUpgrades(directory, logger);
        Rules = new LogonRules(directory, upgrades, timeProvider);
        Throttle = new LogonThrottle(timeProvider);
        cache = new PasswordCache(timeProvider);
    }

    /// <summary>Who may use which account.</summary>
    public LogonRules Rules { get; }

    /// <summary>Who is blocked.</summary>
    public LogonThrottle Throttle { get; }

    /// <summary>The iterations of PBKDF2 that were done so far.</summary>
    public long IterationsDone => verifier.IterationsDone;

    public async ValueTask<ScramCredential> GetScramCredentialAsync(
        LogonAttempt attempt, CancellationToken cancellationToken)
    {
        (AccountRecord? account, string name) = await Rules.FindAsync(attempt.UserName, cancellationToken);
        ScramCredential decoy = decoys.For(name, await iterations.GetAsync(cancellationToken));
        return account?.Password ?? decoy;
    }

    public async ValueTask<LogonOutcome> CompleteScramAsync(
        LogonAttempt attempt, ScramCredential used, bool proofIsValid, CancellationToken cancellationToken)
    {
        StoreSettings settings = await directory.GetSettingsAsync(cancellationToken);
        if (Throttle.IsBlocked(attempt.RemoteAddress, settings.LogonFailureLimit))
        {
            return Refuse(attempt, MailError.LogonBlocked);
        }

        (AccountRecord? account, string name) = await Rules.FindAsync(attempt.UserName, cancellationToken);
        bool isKnown = await SlowDownAsync(attempt, account, name, settings, cancellationToken);
        return proofIsValid && account is not null
            ? await AdmitAsync(attempt, account, used, cancellationToken)
            : Fail(attempt, name, isKnown, settings);
    }

    public async ValueTask<LogonOutcome> LogOnAsync(
        LogonAttempt attempt, string password, CancellationToken cancellationToken)
    {
        StoreSettings settings = await directory.GetSettingsAsync(cancellationToken);
        if (Throttle.IsBlocked(attempt.RemoteAddress, settings.LogonFailureLimit))
        {
            return Refuse(attempt, MailError.LogonBlocked);
        }

        (AccountRecord? account, string name) = await Rules.FindAsync(attempt.UserName, cancellationToken);
        bool isKnown = await SlowDownAsync(attempt, account, name, settings, cancellationToken);
        IReadOnlyList<ScramCredential> own = account?.Password is { } ofAccount ? [ofAccount] : [];
        IReadOnlyList<ScramCredential> apps =
            account?.AppVerifiers(LogonRules.PermissionOf(attempt.Protocol), timeProvider.GetUtcNow()) ?? [];
        ScramCredential? match = account is null ? null : cache.Find(account.Id, [.. own, .. apps], password);
        if (match is not null)
        {
            return await AdmitAsync(attempt, account!, match, cancellationToken);
        }

        IterationShares shares = await iterations.GetAsync(cancellationToken);
        int cost = Math.Max(shares.Highest, ScramCredential.DefaultIterations);
        string proven = password;
        match = await verifier.FindAsync(own, cost, password, cancellationToken);

        // Whether there is a second derivation depends on the form of the password alone, not on the account.
        if (match is null && AppSecret.TryRead(password, out string? secret))
        {
            proven = secret;
            match = await verifier.FindAsync(apps, cost, secret, cancellationToken);
        }

        if (match is null || account is null)
        {
            return Fail(attempt, name, isKnown, settings);
        }

        LogonOutcome outcome = await AdmitAsync(attempt, account, match, cancellationToken);
        ScramCredential current = await UpgradeAsync(outcome, match, proven, cancellationToken);
        cache.Add(account.Id, current, password);
        return outcome.Account is { } admitted
            ? outcome with { Account = admitted with { Password = current } }
            : outcome;
    }

    public void Dispose() => verifier.Dispose();

    /// <summary>Waits before a logon for an account whose password is being guessed from everywhere.</summary>
    /// <returns>Whether the account uses the network of the client.</returns>
    private async ValueTask<bool> SlowDownAsync(
        LogonAttempt attempt,
        AccountRecord? account,
        string name,
        StoreSettings settings,
        CancellationToken cancellationToken)
    {
        bool isKnown = account is not null
            && (Throttle.IsKnown(account.Id, attempt.RemoteAddress)
                || await IsLastAsync(account.Id, attempt.RemoteAddress, cancellationToken));
        TimeSpan delay = isKnown ? TimeSpan.Zero : Throttle.DelayFor(name, settings.LogonFailureLimit);
        if (delay > TimeSpan.Zero)
        {
            // Also before the right password: a client that only waits for refusals would not be slowed down.
            await Task.Delay(delay, timeProvider, cancellationToken);
        }

        return isKnown;
    }

    private async ValueTask<bool> IsLastAsync(
        AccountId account, IPAddress address, CancellationToken cancellationToken) =>
        await directory.FindLastLogonAsync(account, cancellationToken) is { } last
        && IPAddress.TryParse(last.RemoteAddress, out IPAddress? known)
        && ClientAddress.KeyOf(known).Equals(ClientAddress.KeyOf(address));

    private async ValueTask<ScramCredential> UpgradeAsync(
        LogonOutcome outcome, ScramCredential used, string password, CancellationToken cancellationToken)
    {
        if (outcome.Account is not { } account || used.Iterations >= ScramCredential.DefaultIterations)
        {
            return used;
        }

        ScramCredential newer = await verifier.DeriveAsync(password, used.Salt, cancellationToken);
        return await upgrades.ReplaceAsync(account, used, newer, cancellationToken);
    }

    private async ValueTask<LogonOutcome> AdmitAsync(
        LogonAttempt attempt, AccountRecord found, ScramCredential used, CancellationToken cancellationToken)
    {
        (AccountRecord? account, MailError? refusal) = await Rules.CheckAsync(
            found.Id, used, attempt.Protocol, cancellationToken);
        if (refusal is not null || account is null)
        {
            return Refuse(attempt, refusal ?? MailError.LogonFailed);
        }

        IPAddress remote = attempt.RemoteAddress.Unmapped();
        Throttle.RecordSuccess(account.Id, remote);
        directory.RecordLogon(
            new LogonRecord(account.Id, timeProvider.GetUtcNow(), attempt.Protocol, remote.ToString()));
        meter.LogonAttempted(attempt.Protocol, refusal: null);
        events.LoggedOn(attempt, account.Address);
        if (logger.IsEnabled(LogLevel.Information))
        {
            ServerLog.LoggedOn(
                logger, account.Address.Canonical, attempt.Protocol, attempt.Mechanism, remote.ToString());
        }

        return new LogonOutcome(account with { Password = used }, Refusal: null);
    }

    private LogonOutcome Fail(LogonAttempt attempt, string name, bool isKnown, StoreSettings settings)
    {
        string remote = attempt.RemoteAddress.Unmapped().ToString();
        FailureCount count = Throttle.CountFailure(
            new FailureCause(name, remote, attempt.Protocol), attempt.RemoteAddress, isKnown, settings);
        if (count.BlockedUntil is { } until)
        {
            ServerLog.AddressBlocked(logger, remote, until);
        }

        if (count.AccountFailures > 0)
        {
            ServerLog.AccountGuessed(logger, name, count.AccountFailures);
        }

        return Refuse(attempt, MailError.LogonFailed);
    }

    private LogonOutcome Refuse(LogonAttempt attempt, MailError cause)
    {
        meter.LogonAttempted(attempt.Protocol, cause);
        events.LogonFailed(attempt, cause);
        if (logger.IsEnabled(LogLevel.Warning))
        {
            ServerLog.LogonRefused(logger, attempt.Protocol, attempt.RemoteAddress.Unmapped().ToString(), cause);
        }

        return new LogonOutcome(null, cause);
    }
}
