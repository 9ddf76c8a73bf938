using System.Management.Automation;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Listeners;

/// <summary>Restarts listeners.</summary>
/// <remarks>
/// A listener starts again with the same port, mode and certificate. Connections are closed as by Stop-MailListener.
/// </remarks>
/// <example>
///   <summary>Restart the IMAP listeners</summary>
///   <code>Restart-MailListener -Protocol Imap</code>
/// </example>
/// <example>
///   <summary>Restart those without TLS</summary>
///   <code>Get-MailListener | Where-Object TlsMode -eq None | Restart-MailListener</code>
/// </example>
[Cmdlet(VerbsLifecycle.Restart, "MailListener", SupportsShouldProcess = true,
    HelpUri = HelpLocation.Root + "Restart-MailListener")]
[OutputType(typeof(MailListener))]
public sealed class RestartMailListenerCommand : ListenerStopCmdlet
{
    private protected override MailText Action => MailText.Of("Action.ReopenPort");

    private protected override IRequest<IReadOnlyList<MailListener>> RequestFor(ListenerFilter filter, TimeSpan timeout) =>
        new RestartListeners(filter, timeout);
}
