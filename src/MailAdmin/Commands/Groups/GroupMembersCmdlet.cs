using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Pipeline;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Groups;

/// <summary>Base of Add- and Remove-MailGroupMember.</summary>
public abstract class GroupMembersCmdlet : MailAdminCmdlet
{
    /// <summary>The address of the group.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Identity(nameof(Address))]
    [ArgumentCompleter(typeof(GroupAddressCompleter))]
    public string[] Address { get; set; } = [];

    /// <summary>What comes from the pipeline. From an object of Get-MailGroup only the address is used.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The members to add or remove.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(string), Several = true)]
    [ArgumentCompleter(typeof(GroupMemberCompleter))]
    public string[]? Member { get; set; }

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
                IReadOnlyList<EmailAddress> members = AddressList.Parse(Member);
                Change(
                    text,
                    Describe(string.Join(", ", members)),
                    RequestFor(address, members),
                    outcome => Report(text, members, outcome));
            });
        }
    }

    /// <summary>What is done with the members.</summary>
    private protected abstract MailText Describe(string members);

    /// <summary>Warns of members with which it did not do what was meant.</summary>
    private protected abstract void WarnOf(
        string group, IReadOnlyList<EmailAddress> members, GroupMembersOutcome outcome);

    /// <summary>The request that does it.</summary>
    private protected abstract ChangeGroupMembers RequestFor(EmailAddress group, IReadOnlyList<EmailAddress> members);

    private void Report(string text, IReadOnlyList<EmailAddress> members, GroupMembersOutcome outcome)
    {
        WarnOf(text, members, outcome);
        if (PassThru)
        {
            WriteObject(outcome.Group);
        }
    }
}
