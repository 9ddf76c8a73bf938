using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Contracts;
using MailAdmin.Pipeline;

namespace MailAdmin.Commands.Groups;

/// <summary>Creates groups: addresses whose mail goes to each member.</summary>
/// <remarks>Members are accounts, aliases, other groups, or addresses elsewhere. PostPermission says who may send to a group; others are refused.</remarks>
/// <example>
///   <summary>A team to which only its members write</summary>
///   <code>New-MailGroup team@example.test -Member ann@example.test, bob@example.test -PostPermission Members</code>
/// </example>
/// <example>
///   <summary>Groups from a CSV file with the columns Address, Member and Owner; several addresses in a cell are separated by semicolons</summary>
///   <code>Import-Csv groups.csv | New-MailGroup -WhatIf</code>
/// </example>
[Cmdlet(VerbsCommon.New, "MailGroup", SupportsShouldProcess = true)]
[OutputType(typeof(MailGroup))]
public sealed class NewMailGroupCommand : MailAdminCmdlet
{
    /// <summary>The address of the group.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Identity(nameof(Address))]
    [ArgumentCompleter(typeof(NewAddressCompleter))]
    public string[] Address { get; set; } = [];

    /// <summary>The members.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(string), Several = true)]
    [ArgumentCompleter(typeof(AccountAddressCompleter))]
    public string[]? Member { get; set; }

    /// <summary>A name for people.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? DisplayName { get; set; }

    /// <summary>The owners: they may always send to the group, and the first gets the reports of copies that could not be delivered elsewhere.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(string), Several = true)]
    [ArgumentCompleter(typeof(AccountAddressCompleter))]
    public string[]? Owner { get; set; }

    /// <summary>Who may send to it: Anyone, Members (and owners), or Owners.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(PostPermission))]
    public PostPermission? PostPermission { get; set; }

    /// <summary>It is created disabled: mail to it is refused.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(SwitchParameter))]
    public SwitchParameter Disabled { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string text in Address)
        {
            Attempt(text, () =>
            {
                EmailAddress address = EmailAddress.Parse(text);
                HashSet<string> given = Given.For<GroupProperties>();
                given.Add(nameof(GroupProperties.Enabled));
                GroupProperties properties = new()
                {
                    Given = given,
                    DisplayName = DisplayName,
                    Member = AddressList.Parse(Member),
                    Owner = AddressList.Parse(Owner),
                    PostPermission = PostPermission ?? default,
                    Enabled = !Disabled,
                };
                if (ShouldProcess(text, "Create group"))
                {
                    Change(text, cancellationToken => Administration.CreateGroupAsync(address, properties, Origin, cancellationToken), WriteObject);
                }
            });
        }
    }
}
