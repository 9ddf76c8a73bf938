using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Pipeline;
using MailAdmin.Requests;

namespace MailAdmin.Commands.Sessions;

/// <summary>
/// Gets the client addresses that are blocked for wrong passwords, and the accounts whose logons are slowed.
/// </summary>
/// <remarks>
/// An address from which too many wrong passwords came is blocked: LogonFailureLimit and LogonBlockDuration of the
/// store say when and for how long. An account for which twice as many wrong passwords came from networks that it does
/// not use is never blocked; logons for it from such networks wait up to 8 seconds. Nothing is kept when the listeners
/// end.
/// </remarks>
/// <example>
///   <summary>See who is blocked, and until when</summary>
///   <code>Get-MailLogonBlock</code>
/// </example>
/// <example>
///   <summary>Let the people behind one address try again at once</summary>
///   <code>Get-MailLogonBlock 192.0.2.17 | Remove-MailLogonBlock</code>
/// </example>
/// <example>
///   <summary>See the accounts whose passwords are guessed from many addresses</summary>
///   <code>Get-MailLogonBlock -Account * | Sort-Object Failures -Descending</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "MailLogonBlock", HelpUri = HelpLocation.Root + "Get-MailLogonBlock")]
[OutputType(typeof(MailLogonBlock))]
public sealed class GetMailLogonBlockCommand : MailAdminCmdlet
{
    /// <summary>
    /// Only the blocks of these IP addresses; '*' and '?' are wildcards. An IPv6 address stands for its network (/64).
    /// </summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    public string[]? ClientAddress { get; set; }

    /// <summary>Only these accounts; '*' and '?' are wildcards.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Address")]
    [Identity(nameof(Account), "Address")]
    [ArgumentCompleter(typeof(AccountAddressCompleter))]
    [SupportsWildcards]
    public string[]? Account { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string? address in ClientAddress ?? [null!])
        {
            foreach (string? account in Account ?? [null!])
            {
                Attempt(address ?? account ?? "", () => WriteObject(
                    Send(new GetLogonBlocks(address, account)), enumerateCollection: true));
            }
        }
    }
}
