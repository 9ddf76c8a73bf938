using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Pipeline;

namespace MailAdmin.Commands.Accounts;

/// <summary>Base of cmdlets that do something with each account that is named.</summary>
public abstract class AccountCmdlet : MailAdminCmdlet
{
    /// <summary>The address of the account. Wildcards are not expanded.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Identity(nameof(Address))]
    [ArgumentCompleter(typeof(AccountAddressCompleter))]
    public string[] Address { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string text in Address)
        {
            Attempt(text, () => Process(text, EmailAddress.Parse(text)));
        }
    }

    /// <summary>Does it with one.</summary>
    /// <param name="text">The address as it was given.</param>
    /// <param name="address">The address.</param>
    protected abstract void Process(string text, EmailAddress address);
}
