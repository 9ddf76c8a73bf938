namespace MailAdmin.Diagnostics;

/// <summary>The causes that a test can report. They are stable: scripts compare them.</summary>
internal static class MailTestCode
{
    public const string Ok = nameof(Ok);
    public const string Skipped = nameof(Skipped);
    public const string AccountDisabled = nameof(AccountDisabled);
    public const string AccountLocked = nameof(AccountLocked);
    public const string AppPasswordRequired = nameof(AppPasswordRequired);
    public const string BlocklistRefused = nameof(BlocklistRefused);
    public const string BlocklistUnusable = nameof(BlocklistUnusable);
    public const string Blocklisted = nameof(Blocklisted);
    public const string CertificateExpired = nameof(CertificateExpired);
    public const string CertificateExpiring = nameof(CertificateExpiring);
    public const string CertificateNameMismatch = nameof(CertificateNameMismatch);
    public const string CertificateUntrusted = nameof(CertificateUntrusted);
    public const string ClockSkew = nameof(ClockSkew);
    public const string DaneUnusable = nameof(DaneUnusable);
    public const string DiskLow = nameof(DiskLow);
    public const string DkimKeyInvalid = nameof(DkimKeyInvalid);
    public const string DkimKeyRevoked = nameof(DkimKeyRevoked);
    public const string DkimKeyWeak = nameof(DkimKeyWeak);
    public const string DkimNotFound = nameof(DkimNotFound);
    public const string DkimTesting = nameof(DkimTesting);
    public const string DmarcMissing = nameof(DmarcMissing);
    public const string DmarcMultiple = nameof(DmarcMultiple);
    public const string DmarcNone = nameof(DmarcNone);
    public const string DmarcReportRefused = nameof(DmarcReportRefused);
    public const string DmarcSyntax = nameof(DmarcSyntax);
    public const string DnsServerFailed = nameof(DnsServerFailed);
    public const string DomainExpired = nameof(DomainExpired);
    public const string DomainExpiresSoon = nameof(DomainExpiresSoon);
    public const string DomainNotFound = nameof(DomainNotFound);
    public const string DomainOnHold = nameof(DomainOnHold);
    public const string Greylisted = nameof(Greylisted);
    public const string HostNotFound = nameof(HostNotFound);
    public const string ListenerMissing = nameof(ListenerMissing);
    public const string ListenerSilent = nameof(ListenerSilent);
    public const string LogonFailed = nameof(LogonFailed);
    public const string LogonMechanismUnsupported = nameof(LogonMechanismUnsupported);
    public const string LogonNeedsTls = nameof(LogonNeedsTls);
    public const string MailboxFull = nameof(MailboxFull);
    public const string MailboxLocked = nameof(MailboxLocked);
    public const string MessageChanged = nameof(MessageChanged);
    public const string MessageInJunk = nameof(MessageInJunk);
    public const string MessageLeft = nameof(MessageLeft);
    public const string MessageLost = nameof(MessageLost);
    public const string MtaStsMismatch = nameof(MtaStsMismatch);
    public const string MtaStsPolicyInvalid = nameof(MtaStsPolicyInvalid);
    public const string MtaStsPolicyUnreachable = nameof(MtaStsPolicyUnreachable);
    public const string MtaStsSyntax = nameof(MtaStsSyntax);
    public const string MxDangling = nameof(MxDangling);
    public const string MxImplicit = nameof(MxImplicit);
    public const string MxIsAlias = nameof(MxIsAlias);
    public const string MxNotHost = nameof(MxNotHost);
    public const string MxPrivateAddress = nameof(MxPrivateAddress);
    public const string NetworkUnreachable = nameof(NetworkUnreachable);
    public const string NoMailExchanger = nameof(NoMailExchanger);
    public const string NullMailExchanger = nameof(NullMailExchanger);

    /// <summary>The client began in plain text at a port that begins with TLS.</summary>
    public const string PlainOnTlsPort = nameof(PlainOnTlsPort);

    public const string PortClosed = nameof(PortClosed);
    public const string PortFiltered = nameof(PortFiltered);
    public const string ProtocolDisabled = nameof(ProtocolDisabled);
    public const string PtrMismatch = nameof(PtrMismatch);
    public const string PtrMissing = nameof(PtrMissing);
    public const string QueueDelayed = nameof(QueueDelayed);
    public const string RecipientNotFound = nameof(RecipientNotFound);
    public const string RelayDenied = nameof(RelayDenied);
    public const string RelayOpen = nameof(RelayOpen);
    public const string ResolverUnreachable = nameof(ResolverUnreachable);
    public const string ServerBusy = nameof(ServerBusy);
    public const string SpfAllowsAll = nameof(SpfAllowsAll);
    public const string SpfIncludeMissing = nameof(SpfIncludeMissing);
    public const string SpfMissing = nameof(SpfMissing);
    public const string SpfMultiple = nameof(SpfMultiple);
    public const string SpfOpenEnd = nameof(SpfOpenEnd);
    public const string SpfSyntax = nameof(SpfSyntax);
    public const string SpfTooManyLookups = nameof(SpfTooManyLookups);
    public const string SpfUsesPtr = nameof(SpfUsesPtr);
    public const string SpfVoidLookups = nameof(SpfVoidLookups);
    public const string SrvInvalid = nameof(SrvInvalid);
    public const string StartTlsMissing = nameof(StartTlsMissing);
    public const string StoreDamaged = nameof(StoreDamaged);
    public const string Timeout = nameof(Timeout);
    public const string TlsCipherWeak = nameof(TlsCipherWeak);
    public const string TlsHandshakeFailed = nameof(TlsHandshakeFailed);

    /// <summary>The client began with TLS at a port that begins in plain text.</summary>
    public const string TlsOnPlainPort = nameof(TlsOnPlainPort);

    public const string TlsRptSyntax = nameof(TlsRptSyntax);
    public const string TlsVersionOld = nameof(TlsVersionOld);
    public const string WrongProtocol = nameof(WrongProtocol);
}
