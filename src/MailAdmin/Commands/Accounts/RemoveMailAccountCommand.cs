using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Pipeline;

namespace MailAdmin.Commands.Accounts;

/// <summary>Removes accounts and every message in them.</summary>
/// <remarks>The address refuses mail at once; sessions that have the account open are closed.</remarks>
/// <example>
///   <summary>Remove an account</summary>
///   <code>Remove-MailAccount ann@example.test -Confirm:$false</code>
/// </example>
/// <example>
///   <summary>Remove every account of a retired domain</summary>
///   <code>Get-MailAccount -Domain old.example.test | Remove-MailAccount -Confirm:$false</code>
/// </example>
[Cmdlet(VerbsCommon.Remove, "MailAccount", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveMailAccountCommand : MailAdminCmdlet
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
            Attempt(text, () =>
            {
                EmailAddress address = EmailAddress.Parse(text);
                if (ShouldProcess(text, "Remove account and its messages"))
                {
                    Change(text, cancellationToken => Administration.RemoveAccountAsync(address, Origin, cancellationToken));
                }
            });
        }
    }
}
