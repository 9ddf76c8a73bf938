using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Diagnosis;
using MailAdmin.Pipeline;

namespace MailAdmin.Commands.Diagnosis;

/// <summary>Gets the registration of a domain: registrar, dates and status.</summary>
/// <remarks>
/// Queries the registry by RDAP. The server is looked up in IANA's list, which is read once a day. For a name below a
/// registered domain, such as the name of a host, the registration of that domain is returned. Code says what the
/// registration means for mail: Ok, DomainExpiresSoon, DomainExpired or DomainOnHold. Not every registry offers RDAP:
/// those of .jp and .de do not.
/// </remarks>
/// <example>
///   <summary>See when a domain must be renewed</summary>
///   <code>Get-MailDomainRegistration example.com</code>
/// </example>
/// <example>
///   <summary>Find the domains of the store that run out within 60 days</summary>
///   <code>
///   Get-MailDomain | Get-MailDomainRegistration -ErrorAction SilentlyContinue | Where-Object DaysLeft -LT 60
///   </code>
/// </example>
[Cmdlet(VerbsCommon.Get, "MailDomainRegistration", HelpUri = HelpLocation.Root + "Get-MailDomainRegistration")]
[OutputType(typeof(MailDomainRegistration))]
public sealed class GetMailDomainRegistrationCommand : AsyncMailAdminCmdlet
{
    /// <summary>The domain, or an address or a host in it.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Domain", "Address")]
    [Identity(nameof(Name), "Domain", "Address")]
    [ArgumentCompleter(typeof(DomainNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>The RDAP server to ask. Default: the one that IANA lists for the top-level domain.</summary>
    [Parameter]
    public Uri? RdapServer { get; set; }

    /// <summary>The timeout of each request, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 600)]
    public int TimeoutSeconds { get; set; } = 10;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string text in Name)
        {
            Attempt(text, () =>
            {
                DomainName domain = DomainName.Parse(text[(text.LastIndexOf('@') + 1)..]);
                Uri? server = DomainRegistrations.ServerOf(RdapServer);
                WriteObject(
                    Call(
                        cancellationToken =>
                            DomainRegistrations.AskAsync(
                                domain, server, TimeSpan.FromSeconds(TimeoutSeconds), cancellationToken)));
            });
        }
    }
}
