using System.Management.Automation;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Listeners;

/// <summary>Stops listeners.</summary>
/// <remarks>
/// New connections are refused at once. Running commands and deliveries may finish within -TimeoutSeconds; then their
/// connections are closed. Nothing that was acknowledged is lost.
/// </remarks>
/// <example>
///   <summary>Stop all listeners</summary>
///   <code>Stop-MailListener</code>
/// </example>
/// <example>
///   <summary>Stop those without TLS</summary>
///   <code>Get-MailListener | Where-Object TlsMode -eq None | Stop-MailListener</code>
/// </example>
[Cmdlet(VerbsLifecycle.Stop, "MailListener", SupportsShouldProcess = true,
    HelpUri = HelpLocation.Root + "Stop-MailListener")]
[OutputType(typeof(MailListener))]
public sealed class StopMailListenerCommand : ListenerStopCmdlet
{
    private protected override MailText Action => MailText.Of("Action.ClosePort");

    private protected override IRequest<IReadOnlyList<MailListener>> RequestFor(ListenerFilter filter, TimeSpan timeout) =>
        new StopListeners(filter, timeout);
}
