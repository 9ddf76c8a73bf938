using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Pipeline;
using MailAdmin.Requests;

namespace MailAdmin.Commands.Groups;

/// <summary>Base of the cmdlets that give a group its values: what New- and Set-MailGroup take alike.</summary>
public abstract class GroupValuesCmdlet : MailAdminCmdlet
{
    /// <summary>The members. Set-MailGroup replaces those before by them.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(string), Several = true)]
    [ArgumentCompleter(typeof(AccountAddressCompleter))]
    public string[]? Member { get; set; }

    /// <summary>A name for people.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? DisplayName { get; set; }

    /// <summary>
    /// The owners: they may always send to the group, and the first gets the reports of copies that could not be
    /// delivered elsewhere.
    /// </summary>
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

    /// <summary>
    /// Whether it takes mail. Default: true. Objects and files have it;
    /// -Disabled is shorter to type.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(bool))]
    public bool? Enabled { get; set; }

    /// <summary>The values that are given for the present item.</summary>
    /// <exception cref="MailException">InvalidAddress: a member or an owner is not one.</exception>
    private protected GroupProperties ReadValues(bool fromOwnObject)
    {
        HashSet<string> given = Given.For<GroupProperties>(fromOwnObject);
        bool? enabled = Given.Enabled(Enabled, Disabled, fromOwnObject);
        if (enabled is not null)
        {
            given.Add(nameof(GroupProperties.Enabled));
        }

        return new GroupProperties
        {
            Given = given,
            DisplayName = DisplayName,
            Member = given.Contains(nameof(Member)) ? AddressList.Parse(Member) : [],
            Owner = given.Contains(nameof(Owner)) ? AddressList.Parse(Owner) : [],
            PostPermission = PostPermission ?? default,
            Enabled = enabled ?? true,
        };
    }
}
