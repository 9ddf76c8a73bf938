using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Groups;

/// <summary>Creates groups: addresses whose mail goes to each member.</summary>
/// <remarks>
/// Members are accounts, aliases, other groups, or external addresses. PostPermission says who may send to a group;
/// mail from others is refused.
/// </remarks>
/// <example>
///   <summary>A team to which only its members write</summary>
///   <code>New-MailGroup team@example.test -Member ann@example.test, bob@example.test -PostPermission Members</code>
/// </example>
/// <example>
///   <summary>
///   Groups from a CSV file with the columns Address, Member and Owner; several addresses in a cell are separated by
///   semicolons
///   </summary>
///   <code>Import-Csv groups.csv | New-MailGroup -WhatIf</code>
/// </example>
[Cmdlet(VerbsCommon.New, "MailGroup", SupportsShouldProcess = true, HelpUri = HelpLocation.Root + "New-MailGroup")]
[OutputType(typeof(MailGroup))]
public sealed class NewMailGroupCommand : GroupValuesCmdlet
{
    /// <summary>The address of the group.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Identity(nameof(Address))]
    [ArgumentCompleter(typeof(NewAddressCompleter))]
    public string[] Address { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string text in Address)
        {
            Attempt(text, () =>
            {
                EmailAddress address = EmailAddress.Parse(text);
                GroupProperties properties = ReadValues(fromOwnObject: false);
                Change(
                    text,
                    MailText.Of("Action.CreateGroup"),
                    new CreateGroup(address, properties),
                    created =>
                    {
                        WarnOfMissing(text, properties.Member);
                        WriteObject(created);
                    });
            });
        }
    }
}
