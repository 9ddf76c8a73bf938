using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Contracts;
using MailAdmin.Pipeline;

namespace MailAdmin.Commands.Accounts;

/// <summary>Disables accounts.</summary>
/// <remarks>Mail to it is refused, nobody can log on to it, and its open sessions end. Its messages stay.</remarks>
/// <example>
///   <summary>Disable an account</summary>
///   <code>Disable-MailAccount ann@example.test</code>
/// </example>
/// <example>
///   <summary>Disable the accounts of a domain and show them</summary>
///   <code>Get-MailAccount -Domain example.test | Disable-MailAccount -PassThru</code>
/// </example>
[Cmdlet(VerbsLifecycle.Disable, "MailAccount", SupportsShouldProcess = true)]
[OutputType(typeof(MailAccount))]
public sealed class DisableMailAccountCommand : MailAdminCmdlet
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
                if (ShouldProcess(text, "Disable account"))
                {
                    AccountProperties properties = new() { Given = new HashSet<string> { nameof(AccountProperties.Enabled) }, Enabled = false };
                    Change(text, cancellationToken => Administration.SetAccountAsync(address, properties, Origin, cancellationToken), PassThru ? WriteObject : null);
                }
            });
        }
    }
}
