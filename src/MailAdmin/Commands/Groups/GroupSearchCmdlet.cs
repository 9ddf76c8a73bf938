using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Pipeline;
using MailAdmin.Requests;

namespace MailAdmin.Commands.Groups;

/// <summary>Base of the cmdlets that find groups by their addresses.</summary>
public abstract class GroupSearchCmdlet : MailAdminCmdlet
{
    /// <summary>
    /// The address of the group; '*' and '?' are wildcards. Default: all. A domain from the pipeline stands for its
    /// groups.
    /// </summary>
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
                foreach (
                    MailGroup group in Find(
                        text,
                        new GetGroups(AddressPattern.ReadAddress(text)),
                        () => MailException.Of(MailError.GroupNotFound, text)))
                {
                    Write(group);
                }
            });
        }
    }

    /// <summary>Writes what is asked of a group.</summary>
    protected abstract void Write(MailGroup group);
}
