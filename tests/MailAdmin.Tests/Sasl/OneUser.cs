using System.Net;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Transport;
using MailAdmin.Tests.Dialogues;

namespace MailAdmin.Tests.Sasl;

/// <summary>Knows one user, and remembers the attempts.</summary>
internal sealed class OneUser(string userName, ScramCredential credential) : IAuthenticator
{
    public List<LogonAttempt> Attempts { get; } = [];

    /// <summary>Why even the right password is refused; null: it is not.</summary>
    public MailError? Refusal { get; init; }

    public AccountRecord Account { get; } = new() { Address = EmailAddress.Parse("user@example.test") };

    public ValueTask<ScramCredential> GetScramCredentialAsync(LogonAttempt attempt, CancellationToken cancellationToken)
    {
        Attempts.Add(attempt);
        return ValueTask.FromResult(credential);
    }

    public ValueTask<LogonOutcome> CompleteScramAsync(
        LogonAttempt attempt, ScramCredential used, bool proofIsValid, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Evaluate(proofIsValid && attempt.UserName == userName));

    public ValueTask<LogonOutcome> LogOnAsync(
        LogonAttempt attempt, string password, CancellationToken cancellationToken)
    {
        Attempts.Add(attempt);
        return ValueTask.FromResult(Evaluate(attempt.UserName == userName && credential.Verify(password)));
    }

    /// <summary>A session that asks this authenticator.</summary>
    public SessionContext CreateSession(
        MailProtocol protocol = MailProtocol.Imap,
        MailTransport? transport = null,
        long id = 1,
        Action<SessionContext>? loggedOn = null,
        IAuthenticator? authenticator = null,
        IMailboxes? mailboxes = null) => new()
    {
        Id = id,
        LoggedOn = loggedOn,
        Protocol = protocol,
        Transport = transport ?? new MailTransport(
            Stream.Null,
            new IPEndPoint(IPAddress.Loopback, 1),
            new IPEndPoint(IPAddress.Loopback, 2),
            null,
            TimeProvider.System),
        IsImplicitTls = false,
        AllowPlaintextLogin = true,
        HostName = TestCertificate.HostName,
        Limits = new ServerLimits(),
        Authenticator = authenticator ?? this,
        Mailboxes = mailboxes!,
        Router = null!,
        Trace = null!,
        Started = default,
    };

    private LogonOutcome Evaluate(bool right)
    {
        MailError? refusal = right ? Refusal : MailError.LogonFailed;
        return new LogonOutcome(refusal is null ? Account : null, refusal);
    }
}
