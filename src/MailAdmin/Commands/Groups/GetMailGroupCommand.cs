using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Pipeline;

namespace MailAdmin.Commands.Groups;

/// <summary>Gets groups.</summary>
/// <remarks>An address without wildcards that is not there is reported as an error; a pattern may match nothing.</remarks>
/// <example>
///   <summary>List the groups of a domain</summary>
///   <code>Get-MailGroup *@example.test</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "MailGroup")]
[OutputType(typeof(MailGroup))]
public sealed class GetMailGroupCommand : MailAdminCmdlet
{
    /// <summary>The address; '*' and '?' are wildcards. Default: all. A domain from the pipeline stands for its groups.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Identity(nameof(Address), DomainMeansItsAddresses = true)]
    [ArgumentCompleter(typeof(GroupAddressCompleter))]
    [SupportsWildcards]
    public string[] Address { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string text in Address)
        {
            Attempt(text, () =>
            {
                foreach (MailGroup group in GroupSearch.Find(text, pattern => Stream(cancellationToken => Administration.GetGroupsAsync(pattern, cancellationToken))))
                {
                    WriteObject(group);
                }
            });
        }
    }
}
