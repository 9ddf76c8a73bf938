using System.Net;
using MailAdmin.Contracts;
using MailAdmin.Server.Events;
using MailAdmin.Server.Network;
using MailAdmin.Server.Telemetry;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Server.Logon;

/// <summary>Checks passwords for the protocols.</summary>
/// <remarks>
/// The same work is done for a wrong password, an unknown user name and an account without a password: one derivation.
/// The state of an account is disclosed only to a client that knows its password. RFC 4616 §4, RFC 5802 §9
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
    private readonly IDisposable watch;

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
        watch = directory.Watch(change => cache.Remove(change.Accounts));
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
        bool isRight = account?.Password is { } verifier && cache.Contains(account.Id, verifier, password);
        if (!isRight)
        {
            isRight = await VerifyAsync(account?.Password ?? decoys.For(name), password, cancellationToken);
            if (isRight && account?.Password is { } checkedAgainst)
            {
                cache.Add(account.Id, checkedAgainst, password);
            }
        }

        return isRight && account is { Password: not null }
            ? await AdmitAsync(attempt, account, cancellationToken)
            : await FailAsync(attempt, cancellationToken);
    }

    public void Dispose()
    {
        watch.Dispose();
        derivations.Dispose();
    }

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

        DomainRecord? domain = await directory.FindDomainAsync(address.Domain, cancellationToken);
        if (domain is not null && domain.Name != address.Domain)
        {
            address = EmailAddress.Create(address.LocalPart, domain.Name);
        }

        return (await directory.FindAccountAsync(address, cancellationToken), address.Canonical);
    }

    private async ValueTask<bool> VerifyAsync(
        ScramCredential verifier, string password, CancellationToken cancellationToken)
    {
        await derivations.WaitAsync(cancellationToken);
        try
        {
            return verifier.Verify(password);
        }
        finally
        {
            derivations.Release();
        }
    }

    private async ValueTask<LogonOutcome> AdmitAsync(
        LogonAttempt attempt, AccountRecord account, CancellationToken cancellationToken)
    {
        DomainRecord? domain = await directory.FindDomainAsync(account.Address.Domain, cancellationToken);
        MailProtocol permission = attempt.Protocol == MailProtocol.Submission ? MailProtocol.Smtp : attempt.Protocol;
        MailError? refusal =
            !account.Enabled ? MailError.AccountDisabled
            : domain is not { Enabled: true } ? MailError.DomainDisabled
            : !account.Protocol.Contains(permission) ? MailError.ProtocolDisabled
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
