using MailAdmin.Diagnostics.Local;

namespace MailAdmin.Diagnostics.Connection;

/// <summary>What keeps an address of the local store from logging on or from receiving mail, with its repair.</summary>
internal static class LocalRepair
{
    // A repair gives room for some messages, whatever the quota was.
    private const long LeastQuota = 100L * 1024 * 1024;

    public static CheckOutcome OfDisabledDomain(LocalAddress at, ConnectionTestRequest request) => Fail(
        at,
        request,
        MailTestCode.AccountDisabled,
        "Domain",
        $"Enable-MailDomain -Name {CommandText.Quote(at.Domain.Name)}");

    public static CheckOutcome OfDisabledAccount(LocalAddress at, ConnectionTestRequest request) => Fail(
        at, request, MailTestCode.AccountDisabled, "Local", $"Enable-MailAccount -Address {Quoted(at)}");

    /// <summary>Nothing has the address.</summary>
    /// <param name="at">The address.</param>
    /// <param name="request">What was tested.</param>
    /// <param name="code">The cause that this is for the check.</param>
    public static CheckOutcome OfMissingAccount(LocalAddress at, ConnectionTestRequest request, string code) =>
        Fail(at, request, code, "NoAccount", $"New-MailAccount -Address {Quoted(at)} -GeneratePassword");

    public static CheckOutcome OfReceiveOnly(LocalAddress at, ConnectionTestRequest request) => Fail(
        at,
        request,
        MailTestCode.ProtocolDisabled,
        "ReceiveOnly",
        $"Set-MailAccount -Address {Quoted(at)} -ReceiveOnly:$false");

    /// <summary>The account has used its quota; null when it has not.</summary>
    public static CheckOutcome? OfFullAccount(LocalAddress at, ConnectionTestRequest request) =>
        at.Account is { QuotaStatus: QuotaStatus.Full } account
            ? Full(at, request, "", Quoted(at), account.UsedSize, account.Quota)
            : null;

    /// <summary>The accounts of the domain have used what they may use together; null when they have not.</summary>
    public static CheckOutcome? OfFullDomain(LocalAddress at, ConnectionTestRequest request) =>
        !at.Domain.MaxTotalSize.IsUnlimited && at.Domain.UsedSize.Bytes >= at.Domain.MaxTotalSize.Bytes
            ? Full(
                at,
                request,
                "Domain",
                CommandText.Quote(at.Domain.Name),
                at.Domain.UsedSize,
                at.Domain.MaxTotalSize)
            : null;

    /// <summary>A failure of this address, with a command on the store.</summary>
    public static CheckOutcome Fail(
        LocalAddress at, ConnectionTestRequest request, string code, string variant, string command) =>
        CheckOutcome.Fail(code, variant, ("user", at.Address.ToString()), ("domain", at.Domain.UnicodeName)) with
        {
            FixCommand = command + request.CommandSuffix,
        };

    private static CheckOutcome Full(
        LocalAddress at,
        ConnectionTestRequest request,
        string variant,
        string name,
        MailSize used,
        MailSize limit)
    {
        long doubled = 2 * Math.Min(Math.Max(limit.Bytes, used.Bytes), long.MaxValue / 4);
        string command = $"Set-MailQuota -Address {name} -Quota {Math.Max(doubled, LeastQuota)}";
        return Fail(at, request, MailTestCode.MailboxFull, variant, command)
            .With(("used", $"{used}"), ("limit", $"{limit}"));
    }

    private static string Quoted(LocalAddress at) => CommandText.Quote(at.Address.ToString());
}
