using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Domains;

/// <summary>Adds domains whose mail this server receives.</summary>
/// <remarks>
/// Mail for postmaster and abuse of the domain goes to the AdminAddress of the store (RFC 2142 §5). A name may be
/// written in its own script or as A-labels (xn--…); both are the same domain.
/// </remarks>
/// <example>
///   <summary>Add a domain whose accounts may hold 2 GB each</summary>
///   <code>New-MailDomain example.test -DefaultQuota '2 GB'</code>
/// </example>
/// <example>
///   <summary>Add a domain that has another name too</summary>
///   <code>New-MailDomain example.test -AliasDomain example.invalid -Description 'Head office'</code>
/// </example>
[Cmdlet(VerbsCommon.New, "MailDomain", SupportsShouldProcess = true, HelpUri = HelpLocation.Root + "New-MailDomain")]
[OutputType(typeof(MailDomain))]
public sealed class NewMailDomainCommand : DomainValuesCmdlet
{
    /// <summary>The name of the domain.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Identity(nameof(Name))]
    public string[] Name { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string text in Name)
        {
            Attempt(text, () =>
            {
                DomainName name = DomainName.Parse(text);
                DomainProperties properties = ReadValues(fromOwnObject: false);
                Change(
                    text,
                    MailText.Of("Action.CreateDomain"),
                    new CreateDomain(name, properties),
                    created =>
                    {
                        WarnOf(properties, created);
                        WriteObject(created);
                    });
            });
        }
    }
}
