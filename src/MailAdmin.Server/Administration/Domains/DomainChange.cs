using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Stores;
using MailAdmin.Server.Arguments;
using MailAdmin.Server.Secrets;
using MailAdmin.Texts;

namespace MailAdmin.Server.Administration.Domains;

/// <summary>Checks the values that were given for a domain, and applies them to its record.</summary>
internal sealed class DomainChange
{
    private readonly DomainProperties properties;
    private readonly SmartHostChange smartHost;

    /// <exception cref="MailException">InvalidArgument; nothing was changed.</exception>
    public DomainChange(DomainName name, DomainProperties properties, SecretBox secrets)
    {
        PropertyChecks<DomainProperties>.Run(properties);
        if (properties.AliasDomain.Contains(name))
        {
            throw Argument.Invalid(nameof(properties.AliasDomain), name, MailText.Of("Reason.OwnAlias"));
        }

        smartHost = new SmartHostChange(
            properties.Given,
            properties.SmartHost,
            properties.SmartHostUserName,
            properties.SmartHostPassword,
            secrets);
        this.properties = properties with
        {
            MaxTotalSize = properties.MaxTotalSize ?? MailSize.Unlimited,
            AliasDomain = [.. properties.AliasDomain.Distinct()],
        };
    }

    public DomainRecord ApplyTo(DomainRecord domain)
    {
        (string? host, string? userName, byte[]? secret) =
            smartHost.ApplyTo(domain.SmartHost, domain.SmartHostUserName, domain.SmartHostSecret);
        DomainRecord changed = PropertyCopy.Given(properties, domain with { });
        return changed with { SmartHost = host, SmartHostUserName = userName, SmartHostSecret = secret };
    }
}
