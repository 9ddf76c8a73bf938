using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Contracts;
using MailAdmin.Pipeline;

namespace MailAdmin.Commands.Groups;

/// <summary>Changes the properties of groups.</summary>
/// <remarks>Only what is given is changed. From an object that Get-MailGroup or Get-MailGroupMember wrote, only the address is taken. Single members come and go with Add-MailGroupMember and Remove-MailGroupMember.</remarks>
/// <example>
///   <summary>Let only the owner write to a group</summary>
///   <code>Set-MailGroup news@example.test -Owner ann@example.test -PostPermission Owners -PassThru</code>
/// </example>
/// <example>
///   <summary>Stop all groups of a domain for a while</summary>
///   <code>Get-MailGroup *@example.test | Set-MailGroup -Disabled</code>
/// </example>
[Cmdlet(VerbsCommon.Set, "MailGroup", SupportsShouldProcess = true)]
[OutputType(typeof(MailGroup))]
public sealed class SetMailGroupCommand : MailAdminCmdlet
{
    /// <summary>The address of the group.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Identity(nameof(Address))]
    [ArgumentCompleter(typeof(GroupAddressCompleter))]
    public string[] Address { get; set; } = [];

    /// <summary>What comes from the pipeline. Of an object that Get-MailGroup wrote, only its address is taken; what to change is in the other parameters.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The members from now on, instead of those before.</summary>
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

    /// <summary>Mail to it is refused; -Disabled:$false takes it again.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(SwitchParameter))]
    public SwitchParameter Disabled { get; set; }

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
                bool fromOwnObject = InputObject?.BaseObject is MailGroup or MailGroupMember;
                EmailAddress address = EmailAddress.Parse(text);
                HashSet<string> given = Given.For<GroupProperties>(fromOwnObject);
                if (Given.Has(nameof(Disabled), fromOwnObject))
                {
                    given.Add(nameof(GroupProperties.Enabled));
                }

                GroupProperties properties = new()
                {
                    Given = given,
                    DisplayName = DisplayName,
                    Member = given.Contains(nameof(Member)) ? AddressList.Parse(Member) : [],
                    Owner = given.Contains(nameof(Owner)) ? AddressList.Parse(Owner) : [],
                    PostPermission = PostPermission ?? default,
                    Enabled = !Disabled,
                };
                if (ShouldProcess(text, "Change group"))
                {
                    Change(text, cancellationToken => Administration.SetGroupAsync(address, properties, Origin, cancellationToken), PassThru ? WriteObject : null);
                }
            });
        }
    }
}
