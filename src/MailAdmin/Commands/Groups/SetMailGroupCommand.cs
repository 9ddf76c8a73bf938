using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Groups;

/// <summary>Changes the properties of groups.</summary>
/// <remarks>
/// Only the parameters that are given are changed. From an object of Get-MailGroup or Get-MailGroupMember only the
/// address is used. Add-MailGroupMember and Remove-MailGroupMember change single members.
/// </remarks>
/// <example>
///   <summary>Let only the owner write to a group</summary>
///   <code>Set-MailGroup news@example.test -Owner ann@example.test -PostPermission Owners -PassThru</code>
/// </example>
/// <example>
///   <summary>Stop all groups of a domain for a while</summary>
///   <code>Get-MailGroup *@example.test | Set-MailGroup -Disabled</code>
/// </example>
[Cmdlet(VerbsCommon.Set, "MailGroup", SupportsShouldProcess = true, HelpUri = HelpLocation.Root + "Set-MailGroup")]
[OutputType(typeof(MailGroup))]
public sealed class SetMailGroupCommand : GroupValuesCmdlet
{
    /// <summary>The address of the group.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Identity(nameof(Address))]
    [ArgumentCompleter(typeof(GroupAddressCompleter))]
    public string[] Address { get; set; } = [];

    /// <summary>
    /// What comes from the pipeline. Of an object that Get-MailGroup wrote, only its address is taken; what to change
    /// is in the other parameters.
    /// </summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>Writes the changed group.</summary>
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
                GroupProperties properties = ReadValues(InputObject?.BaseObject is MailGroup or MailGroupMember);
                Change(
                    text,
                    MailText.Of("Action.ChangeGroup"),
                    new SetGroup(address, properties),
                    changed =>
                    {
                        WarnOfMissing(text, properties.Member);
                        if (PassThru)
                        {
                            WriteObject(changed);
                        }
                    });
            });
        }
    }
}
