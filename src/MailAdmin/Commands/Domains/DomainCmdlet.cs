using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Pipeline;

namespace MailAdmin.Commands.Domains;

/// <summary>Base of cmdlets that do something with each domain that is named.</summary>
public abstract class DomainCmdlet : MailAdminCmdlet
{
    /// <summary>The name of the domain. Wildcards are not expanded.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Identity(nameof(Name))]
    [ArgumentCompleter(typeof(DomainNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string text in Name)
        {
            Attempt(text, () => Process(text, DomainName.Parse(text)));
        }
    }

    /// <summary>Does it with one.</summary>
    /// <param name="text">The name as it was given.</param>
    /// <param name="name">The name.</param>
    protected abstract void Process(string text, DomainName name);
}
