using System.Management.Automation;
using MailAdmin.Pipeline;
using MailAdmin.Server.Services;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Services;

/// <summary>Stops services that Register-MailService wrote, and removes them.</summary>
/// <remarks>
/// Open sessions are closed as at the end of Start-MailListener -Wait. The store and the user of the service are
/// kept. A service of another program is refused.
/// </remarks>
/// <example>
///   <summary>Remove the service of the default name</summary>
///   <code>Unregister-MailService -WhatIf</code>
/// </example>
[Cmdlet(VerbsLifecycle.Unregister, "MailService", SupportsShouldProcess = true,
    HelpUri = HelpLocation.Root + "Unregister-MailService")]
[OutputType(typeof(void))]
public sealed class UnregisterMailServiceCommand : AsyncMailAdminCmdlet
{
    /// <summary>The name of the service.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidatePattern(ServiceName.Pattern)]
    public string[] Name { get; set; } = [ServiceName.Default];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            Attempt(name, () =>
            {
                ServiceManager manager = ServiceManager.Here;
                if (ShouldProcess(name, MailText.Of("Action.UnregisterService", manager.PathOf(name))))
                {
                    Call(cancellationToken => manager.UnregisterAsync(name, cancellationToken));
                }
            });
        }
    }
}
