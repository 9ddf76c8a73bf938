using System.Management.Automation;
using MailAdmin.Completion;
using MailAdmin.Pipeline;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Sessions;

/// <summary>Lets client addresses log on again before their block ends, and ends the slowing of accounts.</summary>
/// <remarks>
/// The wrong passwords that were counted are forgotten. When more of them come, the block begins again: correct the
/// password in the program that sends it first.
/// </remarks>
/// <example>
///   <summary>Let the people behind one address try again at once</summary>
///   <code>Get-MailLogonBlock 192.0.2.17 | Remove-MailLogonBlock</code>
/// </example>
/// <example>
///   <summary>Let everybody try again at once</summary>
///   <code>Get-MailLogonBlock | Remove-MailLogonBlock -WhatIf</code>
/// </example>
[Cmdlet(VerbsCommon.Remove, "MailLogonBlock", SupportsShouldProcess = true,
    HelpUri = HelpLocation.Root + "Remove-MailLogonBlock")]
[OutputType(typeof(void))]
public sealed class RemoveMailLogonBlockCommand : MailAdminCmdlet
{
    /// <summary>The IP address that is blocked. An IPv6 address stands for its network (/64).</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    public string[]? ClientAddress { get; set; }

    /// <summary>The account whose logons are slowed.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [ArgumentCompleter(typeof(AccountAddressCompleter))]
    public string[]? Account { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        string[] addresses = [.. (ClientAddress ?? []).Where(text => !string.IsNullOrEmpty(text))];
        string[] accounts = [.. (Account ?? []).Where(text => !string.IsNullOrEmpty(text))];
        if (addresses.Length == 0 && accounts.Length == 0)
        {
            Attempt("", () => throw MailException.Of(
                MailError.InvalidArgument, nameof(ClientAddress), "", MailText.Of("Reason.Empty")));
        }

        foreach (string address in addresses)
        {
            Attempt(address, () => Remove(
                MailText.Of("Target.ClientAddress", address), new UnblockAddress(address)));
        }

        foreach (string account in accounts)
        {
            Attempt(account, () => Remove(MailText.Of("Target.AccountLogons", account), new UnblockAccount(account)));
        }
    }

    private void Remove(MailText target, IRequest<NoResult> request)
    {
        if (ShouldProcess(target, MailText.Of("Action.ForgetWrongPasswords")))
        {
            Send(request);
        }
    }
}
