namespace MailAdmin.Diagnostics;

/// <summary>The causes that a connection test can name. They are stable: scripts compare them.</summary>
internal static partial class MailTestCode
{
    public const string Ok = nameof(Ok);
    public const string Skipped = nameof(Skipped);
    public const string NetworkUnreachable = nameof(NetworkUnreachable);
    public const string ResolverUnreachable = nameof(ResolverUnreachable);
    public const string HostNotFound = nameof(HostNotFound);
    public const string PortClosed = nameof(PortClosed);
    public const string PortFiltered = nameof(PortFiltered);
    public const string Timeout = nameof(Timeout);
    public const string WrongProtocol = nameof(WrongProtocol);
    public const string TlsOnPlainPort = nameof(TlsOnPlainPort);
    public const string PlainOnTlsPort = nameof(PlainOnTlsPort);
    public const string TlsHandshakeFailed = nameof(TlsHandshakeFailed);
    public const string CertificateExpired = nameof(CertificateExpired);
    public const string CertificateNameMismatch = nameof(CertificateNameMismatch);
    public const string CertificateUntrusted = nameof(CertificateUntrusted);
    public const string ClockSkew = nameof(ClockSkew);
    public const string StartTlsMissing = nameof(StartTlsMissing);
    public const string ServerBusy = nameof(ServerBusy);
    public const string Blocklisted = nameof(Blocklisted);
    public const string LogonFailed = nameof(LogonFailed);
    public const string LogonMechanismUnsupported = nameof(LogonMechanismUnsupported);
    public const string LogonNeedsTls = nameof(LogonNeedsTls);
    public const string AppPasswordRequired = nameof(AppPasswordRequired);
    public const string AccountDisabled = nameof(AccountDisabled);
    public const string AccountLocked = nameof(AccountLocked);
    public const string ProtocolDisabled = nameof(ProtocolDisabled);
    public const string MailboxFull = nameof(MailboxFull);
    public const string MailboxLocked = nameof(MailboxLocked);
    public const string RecipientNotFound = nameof(RecipientNotFound);
    public const string RelayDenied = nameof(RelayDenied);
    public const string Greylisted = nameof(Greylisted);
    public const string DomainNotFound = nameof(DomainNotFound);
    public const string DomainExpired = nameof(DomainExpired);
    public const string DomainOnHold = nameof(DomainOnHold);
    public const string NoMailExchanger = nameof(NoMailExchanger);
    public const string NullMailExchanger = nameof(NullMailExchanger);
}
