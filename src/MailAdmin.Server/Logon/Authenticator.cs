using System.Net;
using System.Security.Cryptography;
using MailAdmin.Contracts;
using MailAdmin.Server.Events;
using MailAdmin.Server.Network;
using MailAdmin.Server.Telemetry;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Server.Logon;

/// <summary>Checks passwords for the protocols.</summary>
/// <remarks>
/// The same work is done for a wrong password, an unknown user name and an account without a password: one derivation,
/// and one more for what looks like an app password, however many the account has. SCRAM knows the account's own
/// password. The state of an account is disclosed only to a client that knows its password. RFC 4616 §4, RFC 5802 §9
/// </remarks>
internal sealed class Authenticator : IAuthenticator, IDisposable
{
    private readonly IDirectory directory;
    private readonly DecoyCredentials decoys;
    private readonly TimeProvider timeProvider;
    private readonly ServerMeter meter;
    private readonly EventHub events;
    private readonly ILogger<Authenticator> logger;
    private readonly LogonThrottle throttle;
    private readonly PasswordCache cache;

    // A flood of wrong passwords may use the processors, but not all threads of the pool.
    private readonly SemaphoreSlim derivations = new(Math.Max(1, Environment.ProcessorCount));

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
        throttle = new LogonThrottle(timeProvider);
        cache = new PasswordCache(timeProvider);
    }

    public async ValueTask<ScramCredential> GetScramCredentialAsync(
        LogonAttempt attempt, CancellationToken cancellationToken)
    {
        (AccountRecord? account, string name) = await FindAsync(attempt.UserName, cancellationToken);
        ScramCredential decoy = decoys.For(name);
        return account?.Password ?? decoy;
    }

    public async ValueTask<LogonOutcome> CompleteScramAsync(
        LogonAttempt attempt, bool proofIsValid, CancellationToken cancellationToken)
    {
        if (throttle.IsBlocked(attempt.RemoteAddress))
        {
            return Refuse(attempt, MailError.LogonBlocked);
        }

        (AccountRecord? account, _) = await FindAsync(attempt.UserName, cancellationToken);
        return proofIsValid && account is { Password: not null }
            ? await AdmitAsync(attempt, account, cancellationToken)
            : await FailAsync(attempt, cancellationToken);
    }

    public async ValueTask<LogonOutcome> LogOnAsync(
        LogonAttempt attempt, string password, CancellationToken cancellationToken)
    {
        if (throttle.IsBlocked(attempt.RemoteAddress))
        {
            return Refuse(attempt, MailError.LogonBlocked);
        }

        (AccountRecord? account, string name) = await FindAsync(attempt.UserName, cancellationToken);
        IReadOnlyList<ScramCredential> own = account?.Password is { } verifier ? [verifier] : [];
        IReadOnlyList<ScramCredential> apps =
            account?.AppVerifiers(PermissionOf(attempt.Protocol), timeProvider.GetUtcNow()) ?? [];
        ScramCredential? match = account is null ? null : cache.Find(account.Id, [.. own, .. apps], password);
        if (match is null)
        {
            ScramCredential decoy = decoys.For(name);
            match = await VerifyAsync(own, decoy, password, cancellationToken);

            // Whether there is a second derivation depends on the form of the password alone, not on the account.
            if (match is null && AppSecret.TryRead(password, out string? secret))
            {
                match = await VerifyAsync(apps, decoy, secret, cancellationToken);
            }

            if (match is not null && account is not null)
            {
                cache.Add(account.Id, match, password);
            }
        }

        return match is not null && account is not null
            ? await AdmitAsync(attempt, account with { Password = match }, cancellationToken)
            : await FailAsync(attempt, cancellationToken);
    }

    public void Dispose() => derivations.Dispose();

    // An account may send by submission when it may use SMTP.
    private static MailProtocol PermissionOf(MailProtocol protocol) =>
        protocol == MailProtocol.Submission ? MailProtocol.Smtp : protocol;

    /// <summary>
    /// The account of a user name, also under an alias domain, and the name by which a decoy is derived.
    /// </summary>
    private async ValueTask<(AccountRecord? Account, string Name)> FindAsync(
        string userName, CancellationToken cancellationToken)
    {
        if (!EmailAddress.TryParse(userName, out EmailAddress? address))
        {
            return (null, userName);
        }

        DomainRecord? domain = await directory.Domains.FindAsync(address.Domain, cancellationToken);
        if (domain is not null && domain.Name != address.Domain)
        {
            address = EmailAddress.Create(address.LocalPart, domain.Name);
        }

        return (await directory.Accounts.FindAsync(address, cancellationToken), address.Canonical);
    }

    /// <summary>
    /// The verifier of a password among some with one salt; null: none. One derivation, also without any.
    /// </summary>
    private async ValueTask<ScramCredential?> VerifyAsync(
        IReadOnlyList<ScramCredential> verifiers,
        ScramCredential decoy,
        string password,
        CancellationToken cancellationToken)
    {
        if (!SaslPrep.TryPrepare(password, out _))
        {
            return null;
        }

        await derivations.WaitAsync(cancellationToken);
        try
        {
            ScramCredential first = verifiers.Count > 0 ? verifiers[0] : decoy;
            byte[] key = ScramCredential.Derive(password, first.Salt, first.Iterations).StoredKey;
            return verifiers.FirstOrDefault(
                verifier => CryptographicOperations.FixedTimeEquals(verifier.StoredKey, key));
        }
        finally
        {
            derivations.Release();
        }
    }

    private async ValueTask<LogonOutcome> AdmitAsync(
        LogonAttempt attempt, AccountRecord account, CancellationToken cancellationToken)
    {
        DomainRecord? domain = await directory.Domains.FindAsync(account.Address.Domain, cancellationToken);
        MailError? refusal =
            !account.Enabled ? MailError.AccountDisabled
            : domain is not { Enabled: true } ? MailError.DomainDisabled
            : !account.Protocol.Contains(PermissionOf(attempt.Protocol)) ? MailError.ProtocolDisabled
            : null;
        if (refusal is { } cause)
        {
            return Refuse(attempt, cause);
        }

        IPAddress remote = attempt.RemoteAddress.Unmapped();
        directory.RecordLogon(
            new LogonRecord(account.Id, timeProvider.GetUtcNow(), attempt.Protocol, remote.ToString()));
        meter.LogonAttempted(attempt.Protocol, refusal: null);
        events.LoggedOn(attempt, account.Address);
        if (logger.IsEnabled(LogLevel.Information))
        {
            ServerLog.LoggedOn(
                logger, account.Address.Canonical, attempt.Protocol, attempt.Mechanism, remote.ToString());
        }

        return new LogonOutcome(account, Refusal: null);
    }

    private async ValueTask<LogonOutcome> FailAsync(LogonAttempt attempt, CancellationToken cancellationToken)
    {
        StoreSettings settings = await directory.GetSettingsAsync(cancellationToken);
        DateTimeOffset? blockedUntil = throttle.CountFailure(
            attempt.RemoteAddress, settings.LogonFailureLimit, settings.LogonBlockDuration);
        if (blockedUntil is { } until)
        {
            ServerLog.AddressBlocked(logger, attempt.RemoteAddress.Unmapped().ToString(), until);
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
