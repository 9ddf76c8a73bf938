using MailAdmin.Contracts;

namespace MailAdmin.Server.Administration.Accounts;

/// <summary>How much of a limit is used, in the words that output objects share.</summary>
internal readonly record struct QuotaState(
    MailSize Quota, long Used, IReadOnlyList<int> Warning, InheritedValues Inherited)
{
    /// <summary>In percent with one decimal, cut off: 100 is shown only when nothing more fits.</summary>
    public double? Percent =>
        Quota.IsUnlimited ? null
        : Quota.Bytes == 0 ? 100
        : Math.Round(100.0 * Used / Quota.Bytes, 1, MidpointRounding.ToZero);

    public QuotaStatus Status
    {
        get
        {
            if (Quota.IsUnlimited)
            {
                return QuotaStatus.NoQuota;
            }

            if (Used >= Quota.Bytes)
            {
                return QuotaStatus.Full;
            }

            return Warning.Count > 0 && Percent >= Warning[0] ? QuotaStatus.Warning : QuotaStatus.BelowLimit;
        }
    }

    public static QuotaState Of(AccountRecord account, AccountUsage usage, StoreSettings settings) =>
        new(
            usage.Quota,
            usage.UsedSize,
            account.QuotaWarning ?? settings.QuotaWarning,
            (account.Quota is null ? InheritedValues.Quota : InheritedValues.None)
                | (account.QuotaWarning is null ? InheritedValues.QuotaWarning : InheritedValues.None));

    public MailQuota ToQuota(string address) => new()
    {
        Address = address,
        Quota = Quota,
        QuotaWarning = Warning,
        Inherited = Inherited,
        UsedSize = Used,
        UsedPercent = Percent,
        QuotaStatus = Status,
    };
}
