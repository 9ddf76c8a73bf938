using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Pipeline;
using MailAdmin.Requests;

namespace MailAdmin.Commands.Listeners;

/// <summary>Gets the listeners: the ports on which the server accepts connections.</summary>
/// <remarks>Listeners run in the process that owns the store; ProcessId is that process.</remarks>
/// <example>
///   <summary>List the listeners</summary>
///   <code>Get-MailListener</code>
/// </example>
/// <example>
///   <summary>Show everything about the IMAP listeners</summary>
///   <code>Get-MailListener -Protocol Imap | Format-List</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "MailListener", HelpUri = HelpLocation.Root + "Get-MailListener")]
[OutputType(typeof(MailListener))]
public sealed class GetMailListenerCommand : MailAdminCmdlet
{
    /// <summary>Only listeners of these protocols. Default: all.</summary>
    [Parameter(Position = 0)]
    public MailProtocol[]? Protocol { get; set; }

    /// <summary>Only listeners on these ports. Default: all.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ListenerPortCompleter))]
    public int[]? Port { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Attempt("", () =>
        {
            foreach (ListenerFilter filter in ListenerFilters.Of(Protocol, Port))
            {
                WriteObject(Send(new GetListeners(filter)), enumerateCollection: true);
            }
        });
    }
}
