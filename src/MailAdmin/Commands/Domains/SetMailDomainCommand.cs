using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Domains;

/// <summary>Changes the properties of domains.</summary>
/// <remarks>
/// Only what is given is changed; $null restores the default. From an object of Get-MailDomain only the name is used;
/// from a row of a CSV file every column that has the name of a parameter, unless its cell is empty.
/// </remarks>
/// <example>
///   <summary>Give the accounts of every domain a quota of 5 GB, unless they have their own</summary>
///   <code>Get-MailDomain | Set-MailDomain -DefaultQuota '5 GB'</code>
/// </example>
/// <example>
///   <summary>Take mail for addresses that do not exist, and show the domain</summary>
///   <code>Set-MailDomain example.test -CatchAll ann@example.test -PassThru</code>
/// </example>
[Cmdlet(VerbsCommon.Set, "MailDomain", SupportsShouldProcess = true, HelpUri = HelpLocation.Root + "Set-MailDomain")]
[OutputType(typeof(MailDomain))]
public sealed class SetMailDomainCommand : DomainValuesCmdlet
{
    /// <summary>The name of the domain.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Identity(nameof(Name))]
    [ArgumentCompleter(typeof(DomainNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>
    /// What comes from the pipeline. Of an object that Get-MailDomain wrote, only its name is taken; what to change is
    /// in the other parameters.
    /// </summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>Writes the changed domain.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string text in Name)
        {
            Attempt(text, () =>
            {
                DomainName name = DomainName.Parse(text);
                DomainProperties properties = ReadValues(InputObject?.BaseObject is MailDomain);
                Change(
                    text,
                    MailText.Of("Action.ChangeDomain"),
                    new SetDomain(name, properties),
                    changed =>
                    {
                        WarnOf(properties, changed);
                        if (PassThru)
                        {
                            WriteObject(changed);
                        }
                    });
            });
        }
    }
}
