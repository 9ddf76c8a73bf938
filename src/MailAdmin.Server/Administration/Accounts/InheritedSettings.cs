using MailAdmin.Contracts;
using MailAdmin.Requests;

namespace MailAdmin.Server.Administration.Accounts;

/// <summary>What an account has where it has nothing of its own.</summary>
internal static class InheritedSettings
{
    /// <summary>
    /// The properties without those values that were inherited where they come from and are what this account would
    /// inherit: a file that nobody edited gives nobody a quota of their own, one that was edited does.
    /// </summary>
    public static async ValueTask<AccountProperties> KeepAsync(
        this IDirectory directory,
        EmailAddress address,
        AccountProperties properties,
        CancellationToken cancellationToken)
    {
        if (properties.Inherited == InheritedValues.None)
        {
            return properties;
        }

        StoreSettings settings = await directory.GetSettingsAsync(cancellationToken);
        DomainRecord? domain = await directory.Domains.FindAsync(address.Domain, cancellationToken);
        MailSize quota = domain?.DefaultQuota ?? settings.DefaultQuota;
        bool keepsQuota = properties.Inherited.HasFlag(InheritedValues.Quota) && properties.Quota == quota;
        bool keepsWarning = properties.Inherited.HasFlag(InheritedValues.QuotaWarning)
            && properties.QuotaWarning is { } warning
            && settings.QuotaWarning.SequenceEqual(warning.Distinct().Order());
        return properties with
        {
            Quota = keepsQuota ? null : properties.Quota,
            QuotaWarning = keepsWarning ? null : properties.QuotaWarning,
        };
    }
}
