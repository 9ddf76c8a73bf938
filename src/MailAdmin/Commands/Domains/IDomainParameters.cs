using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Contracts;

namespace MailAdmin.Commands.Domains;

/// <summary>The properties of a domain that New- and Set-MailDomain take alike.</summary>
internal interface IDomainParameters
{
    string? Description { get; }

    int? MaxAccounts { get; }

    MailSize? MaxTotalSize { get; }

    MailSize? DefaultQuota { get; }

    MailSize? MaxMessageSize { get; }

    string? CatchAll { get; }

    string[]? AliasDomain { get; }

    bool PlusAddressing { get; }

    string? SmartHost { get; }

    PSCredential? SmartHostCredential { get; }

    /// <summary>Makes a request of them.</summary>
    /// <exception cref="MailException">InvalidAddress (CatchAll), InvalidDomainName (AliasDomain).</exception>
    DomainProperties ToProperties(GivenParameters parameters, bool fromOwnObject)
    {
        HashSet<string> given = parameters.For<DomainProperties>(fromOwnObject);
        if (parameters.Has(nameof(SmartHostCredential)))
        {
            given.Add(nameof(DomainProperties.SmartHostUserName));
        }

        return new DomainProperties
        {
            Given = given,
            Description = string.IsNullOrEmpty(Description) ? null : Description,
            MaxAccounts = MaxAccounts,
            MaxTotalSize = MaxTotalSize,
            DefaultQuota = DefaultQuota,
            MaxMessageSize = MaxMessageSize,
            CatchAll = given.Contains(nameof(CatchAll)) ? AddressList.ParseOptional(CatchAll) : null,
            AliasDomain = given.Contains(nameof(AliasDomain)) ? AddressList.ParseDomains(AliasDomain) : [],
            PlusAddressing = PlusAddressing,
            SmartHost = string.IsNullOrEmpty(SmartHost) ? null : SmartHost,
            SmartHostUserName = SmartHostCredential?.UserName,
            SmartHostPassword = SmartHostCredential?.GetNetworkCredential().Password,
        };
    }
}
