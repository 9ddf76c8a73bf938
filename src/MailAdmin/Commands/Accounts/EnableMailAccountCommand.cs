using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Contracts;
using MailAdmin.Pipeline;

namespace MailAdmin.Commands.Accounts;

/// <summary>Enables accounts.</summary>
/// <remarks>It takes mail again and its owner can log on, if its domain is enabled.</remarks>
/// <example>
///   <summary>Enable an account</summary>
///   <code>Enable-MailAccount ann@example.test</code>
/// </example>
/// <example>
///   <summary>Enable the accounts of a domain and show them</summary>
///   <code>Get-MailAccount -Domain example.test | Enable-MailAccount -PassThru</code>
/// </example>
[Cmdlet(VerbsLifecycle.Enable, "MailAccount", SupportsShouldProcess = true)]
[OutputType(typeof(MailAccount))]
public sealed class EnableMailAccountCommand : MailAdminCmdlet
{
    /// <summary>The address of the account.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Identity(nameof(Address))]
    [ArgumentCompleter(typeof(AccountAddressCompleter))]
    public string[] Address { get; set; } = [];

    /// <summary>Writes the account as it is afterwards.</summary>
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
                if (ShouldProcess(text, "Enable account"))
                {
                    AccountProperties properties = new() { Given = new HashSet<string> { nameof(AccountProperties.Enabled) }, Enabled = true };
                    Change(text, cancellationToken => Administration.SetAccountAsync(address, properties, Origin, cancellationToken), PassThru ? WriteObject : null);
                }
            });
        }
    }
}
