using System.Management.Automation;
using MailAdmin.Completion;
using MailAdmin.Pipeline;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Sessions;

/// <summary>Closes open connections.</summary>
/// <remarks>
/// The client is notified where its protocol allows it, and may connect again. A message that it was storing is either
/// complete or not stored.
/// </remarks>
/// <example>
///   <summary>Close every connection of an account</summary>
///   <code>Get-MailSession -Account ann@example.test | Stop-MailSession</code>
/// </example>
[Cmdlet(VerbsLifecycle.Stop, "MailSession", SupportsShouldProcess = true,
    HelpUri = HelpLocation.Root + "Stop-MailSession")]
[OutputType(typeof(void))]
public sealed class StopMailSessionCommand : MailAdminCmdlet
{
    /// <summary>The number of the session.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SessionIdCompleter))]
    public long[] Id { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (long id in Id)
        {
            Attempt(id, () =>
            {
                if (Preferences.IsWhatIf && Send(new GetSessions()).All(session => session.Id != id))
                {
                    throw MailException.Of(MailError.SessionNotFound, id);
                }

                if (ShouldProcess(MailText.Of("Target.Session", id), MailText.Of("Action.CloseConnection")))
                {
                    Send(new StopSession(id));
                }
            });
        }
    }
}
