using System.Management.Automation;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Accounts;

/// <summary>Base of Enable- and Disable-MailAccount.</summary>
public abstract class AccountEnablingCmdlet : AccountCmdlet
{
    private static readonly HashSet<string> EnabledOnly = [nameof(AccountProperties.Enabled)];

    /// <summary>Writes the changed account.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Whether accounts are enabled by it, or disabled.</summary>
    protected abstract bool Enables { get; }

    /// <inheritdoc/>
    protected override void Process(string text, EmailAddress address)
    {
        MailText action = Enables ? MailText.Of("Action.EnableAccount") : MailText.Of("Action.DisableAccount");
        AccountProperties properties = new() { Given = EnabledOnly, Enabled = Enables };
        Change(text, action, new SetAccount(address, properties), PassThru ? WriteObject : null);
    }
}
