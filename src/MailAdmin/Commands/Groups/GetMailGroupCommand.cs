using System.Management.Automation;

namespace MailAdmin.Commands.Groups;

/// <summary>Gets groups.</summary>
/// <remarks>An address without wildcards that does not exist is an error; a pattern may match nothing.</remarks>
/// <example>
///   <summary>List the groups of a domain</summary>
///   <code>Get-MailGroup *@example.test</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "MailGroup", HelpUri = HelpLocation.Root + "Get-MailGroup")]
[OutputType(typeof(MailGroup))]
public sealed class GetMailGroupCommand : GroupSearchCmdlet
{
    /// <inheritdoc/>
    protected override void Write(MailGroup group) => WriteObject(group);
}
