using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Pipeline;
using MailAdmin.Requests;

namespace MailAdmin.Commands.Domains;

/// <summary>Gets domains, with the number of their accounts and the space they use.</summary>
/// <remarks>A name without wildcards that does not exist is an error; a pattern may match nothing.</remarks>
/// <example>
///   <summary>List the domains that end in .test</summary>
///   <code>Get-MailDomain *.test</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "MailDomain", HelpUri = HelpLocation.Root + "Get-MailDomain")]
[OutputType(typeof(MailDomain))]
public sealed class GetMailDomainCommand : MailAdminCmdlet
{
    /// <summary>The name; '*' and '?' are wildcards. Default: all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Domain")]
    [Identity(nameof(Name), "Domain")]
    [ArgumentCompleter(typeof(DomainNameCompleter))]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string text in Name)
        {
            Attempt(
                text,
                () =>
                    WriteEach(
                        Find(
                            text,
                            new GetDomains(AddressPattern.ReadDomain(text)),
                            () => MailException.Of(MailError.DomainNotFound, text))));
        }
    }
}
