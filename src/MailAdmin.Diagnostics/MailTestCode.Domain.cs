namespace MailAdmin.Diagnostics;

/// <summary>The causes that a test of a domain can name.</summary>
internal static partial class MailTestCode
{
    public const string BlocklistRefused = nameof(BlocklistRefused);
    public const string BlocklistUnusable = nameof(BlocklistUnusable);
    public const string DaneUnusable = nameof(DaneUnusable);
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
    public const string DomainExpiresSoon = nameof(DomainExpiresSoon);
    public const string MtaStsMismatch = nameof(MtaStsMismatch);
    public const string MtaStsPolicyInvalid = nameof(MtaStsPolicyInvalid);
    public const string MtaStsPolicyUnreachable = nameof(MtaStsPolicyUnreachable);
    public const string MtaStsSyntax = nameof(MtaStsSyntax);
    public const string MxDangling = nameof(MxDangling);
    public const string MxImplicit = nameof(MxImplicit);
    public const string MxIsAlias = nameof(MxIsAlias);
    public const string MxNotHost = nameof(MxNotHost);
    public const string MxPrivateAddress = nameof(MxPrivateAddress);
    public const string PtrMismatch = nameof(PtrMismatch);
    public const string PtrMissing = nameof(PtrMissing);
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
    public const string TlsRptSyntax = nameof(TlsRptSyntax);
}
