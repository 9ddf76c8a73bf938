using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Pipeline;

namespace MailAdmin.Commands.Groups;

/// <summary>Removes members from groups.</summary>
/// <remarks>An address that is not a member is passed over. What was delivered to members stays where it is.</remarks>
/// <example>
///   <summary>Take somebody out of every group</summary>
///   <code>Get-MailGroup | Remove-MailGroupMember -Member ann@example.test</code>
/// </example>
[Cmdlet(VerbsCommon.Remove, "MailGroupMember", SupportsShouldProcess = true)]
[OutputType(typeof(MailGroup))]
public sealed class RemoveMailGroupMemberCommand : MailAdminCmdlet
{
    /// <summary>The address of the group.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Identity(nameof(Address))]
    [ArgumentCompleter(typeof(GroupAddressCompleter))]
    public string[] Address { get; set; } = [];

    /// <summary>What comes from the pipeline. Of a group that Get-MailGroup wrote, only its address is taken.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The members to remove.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(string), Several = true)]
    [ArgumentCompleter(typeof(AccountAddressCompleter))]
    public string[]? Member { get; set; }

    /// <summary>Writes the group as it is afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string text in Address)
        {
            Attempt(text, () =>
            {
                EmailAddress address = EmailAddress.Parse(text);
                IReadOnlyList<EmailAddress> members = AddressList.Parse(Member);
                if (ShouldProcess(text, $"Remove {string.Join(", ", members)} from group"))
                {
                    Change(
                        text,
                        cancellationToken => Administration.ChangeGroupMembersAsync(address, [], members, Origin, cancellationToken),
                        PassThru ? WriteObject : null);
                }
            });
        }
    }
}
