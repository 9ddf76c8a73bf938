using System.Net;

namespace MailAdmin.Contracts;

/// <summary>Who tries to log on, from where and how.</summary>
public sealed record LogonAttempt(string UserName, MailProtocol Protocol, IPAddress RemoteAddress, string Mechanism);

/// <summary>
/// The result of an attempt: an account, or the cause of the refusal. Password of the account is the verifier by which
/// it logged on: its own, or that of an app password.
/// </summary>
public readonly record struct LogonOutcome(AccountRecord? Account, MailError? Refusal);

/// <summary>
/// Checks passwords for the protocols. Answers and times are equal for a wrong password and an unknown account;
/// failures count against the client's address, which is blocked for a while when there are too many, and against the
/// user name, whose logons from networks that it does not use are then slowed down.
/// </summary>
public interface IAuthenticator
{
    /// <summary>
    /// The verifier for SCRAM; for an unknown user name one that no password fulfils, the same each time.
    /// </summary>
    ValueTask<ScramCredential> GetScramCredentialAsync(LogonAttempt attempt, CancellationToken cancellationToken);

    /// <summary>Ends a SCRAM exchange, whose proof the caller has checked against the verifier.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="used">The verifier: the account may have another password by now.</param>
    /// <param name="proofIsValid">Whether the proof fulfils it.</param>
    /// <param name="cancellationToken">Cancels the logon.</param>
    ValueTask<LogonOutcome> CompleteScramAsync(
        LogonAttempt attempt, ScramCredential used, bool proofIsValid, CancellationToken cancellationToken);

    /// <summary>Checks a plain password.</summary>
    /// <returns>LogonFailed, LogonBlocked, and with the right password AccountDisabled, DomainDisabled,
    /// ProtocolDisabled.</returns>
    ValueTask<LogonOutcome> LogOnAsync(LogonAttempt attempt, string password, CancellationToken cancellationToken);
}
