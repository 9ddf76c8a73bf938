using MailAdmin.Contracts;
using MailAdmin.Server.Secrets;

namespace MailAdmin.Server.Administration;

/// <summary>Checks the values that were given for a domain, and applies them to its record.</summary>
internal sealed class DomainChange
{
    private readonly DomainProperties properties;
    private readonly SmartHostChange smartHost;

    /// <exception cref="MailException">InvalidArgument; nothing was changed.</exception>
    public DomainChange(DomainName name, DomainProperties properties, SecretBox secrets)
    {
        this.properties = properties;
        Argument.RequireShortText(properties.Description, nameof(properties.Description));
        smartHost = new SmartHostChange(
            properties.Given, properties.SmartHost, properties.SmartHostUserName, properties.SmartHostPassword, secrets);
        Argument.RequireAtLeast(0, properties.MaxAccounts, nameof(properties.MaxAccounts));
        if (properties.AliasDomain.Contains(name))
        {
            throw Argument.Invalid(nameof(properties.AliasDomain), name, "a domain is not an alias of itself");
        }
    }

    public DomainRecord ApplyTo(DomainRecord domain)
    {
        IReadOnlySet<string> given = properties.Given;
        (string? host, string? userName, byte[]? secret) =
            smartHost.ApplyTo(domain.SmartHost, domain.SmartHostUserName, domain.SmartHostSecret);
        return domain with
        {
            Description = given.Contains(nameof(properties.Description)) ? properties.Description : domain.Description,
            Enabled = given.Contains(nameof(properties.Enabled)) ? properties.Enabled : domain.Enabled,
            MaxAccounts = given.Contains(nameof(properties.MaxAccounts)) ? properties.MaxAccounts : domain.MaxAccounts,
            MaxTotalSize = given.Contains(nameof(properties.MaxTotalSize))
                ? properties.MaxTotalSize ?? MailSize.Unlimited
                : domain.MaxTotalSize,
            DefaultQuota = given.Contains(nameof(properties.DefaultQuota)) ? properties.DefaultQuota : domain.DefaultQuota,
            MaxMessageSize = given.Contains(nameof(properties.MaxMessageSize)) ? properties.MaxMessageSize : domain.MaxMessageSize,
            CatchAll = given.Contains(nameof(properties.CatchAll)) ? properties.CatchAll : domain.CatchAll,
            AliasDomain = given.Contains(nameof(properties.AliasDomain)) ? [.. properties.AliasDomain.Distinct()] : domain.AliasDomain,
            PlusAddressing = given.Contains(nameof(properties.PlusAddressing)) ? properties.PlusAddressing : domain.PlusAddressing,
            SmartHost = host,
            SmartHostUserName = userName,
            SmartHostSecret = secret,
        };
    }
}
