using System.Management.Automation;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Domains;

/// <summary>Base of Enable- and Disable-MailDomain.</summary>
public abstract class DomainEnablingCmdlet : DomainCmdlet
{
    private static readonly HashSet<string> EnabledOnly = [nameof(DomainProperties.Enabled)];

    /// <summary>Writes the changed domain.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Whether domains are enabled by it, or disabled.</summary>
    protected abstract bool Enables { get; }

    /// <inheritdoc/>
    protected override void Process(string text, DomainName name)
    {
        MailText action = Enables ? MailText.Of("Action.EnableDomain") : MailText.Of("Action.DisableDomain");
        DomainProperties properties = new() { Given = EnabledOnly, Enabled = Enables };
        Change(text, action, new SetDomain(name, properties), PassThru ? WriteObject : null);
    }
}
