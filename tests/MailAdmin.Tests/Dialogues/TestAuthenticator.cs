using MailAdmin.Contracts;

namespace MailAdmin.Tests.Dialogues;

/// <summary>Checks passwords against the directory, without counting failures.</summary>
internal sealed class TestAuthenticator(IDirectory directory) : IAuthenticator
{
    private static readonly ScramCredential Nobody = ScramCredential.Create("nobody's password", 4_096);

    public async ValueTask<ScramCredential> GetScramCredentialAsync(LogonAttempt attempt, CancellationToken cancellationToken) =>
        (await FindAsync(attempt.UserName, cancellationToken))?.Password ?? Nobody;

    public async ValueTask<LogonOutcome> CompleteScramAsync(LogonAttempt attempt, bool proofIsValid, CancellationToken cancellationToken) =>
        Judge(await FindAsync(attempt.UserName, cancellationToken), proofIsValid, attempt.Protocol);

    public async ValueTask<LogonOutcome> LogOnAsync(LogonAttempt attempt, string password, CancellationToken cancellationToken)
    {
        AccountRecord? account = await FindAsync(attempt.UserName, cancellationToken);
        return Judge(account, account?.Password?.Verify(password) ?? false, attempt.Protocol);
    }

    private static LogonOutcome Judge(AccountRecord? account, bool passwordIsRight, MailProtocol protocol)
    {
        MailProtocol asked = protocol == MailProtocol.Submission ? MailProtocol.Smtp : protocol;
        MailError? refusal = account is null || !passwordIsRight ? MailError.LogonFailed
            : !account.Enabled ? MailError.AccountDisabled
            : !account.Protocol.Contains(asked) ? MailError.ProtocolDisabled
            : null;
        return new LogonOutcome(refusal is null ? account : null, refusal);
    }

    private async ValueTask<AccountRecord?> FindAsync(string userName, CancellationToken cancellationToken) =>
        EmailAddress.TryParse(userName, out EmailAddress? address) ? await directory.FindAccountAsync(address, cancellationToken) : null;
}
