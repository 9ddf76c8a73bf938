using System.Management.Automation;
using MailAdmin.Pipeline;
using MailAdmin.Server.Services;

namespace MailAdmin.Commands.Services;

/// <summary>Gets the services that Register-MailService wrote.</summary>
/// <remarks>
/// Needs no privileges on Linux and macOS. The state is Unknown on Windows, and where the manager of services does not
/// run. What a service logs is in Get-MailServerLog, and on Linux in its journal too.
/// </remarks>
/// <example>
///   <summary>See whether the services run</summary>
///   <code>Get-MailService</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "MailService", HelpUri = HelpLocation.Root + "Get-MailService")]
[OutputType(typeof(MailRegisteredService))]
public sealed class GetMailServiceCommand : AsyncMailAdminCmdlet
{
    /// <summary>The name of the service; '*' and '?' are wildcards. Default: all.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Attempt("", () =>
        {
            IReadOnlyList<MailRegisteredService> services = Call(ServiceManager.Here.ListAsync);
            foreach (string name in Name)
            {
                WritePattern(services, name);
            }
        });
    }

    private void WritePattern(IReadOnlyList<MailRegisteredService> services, string name)
    {
        WildcardPattern pattern = new(name, WildcardOptions.IgnoreCase);
        MailRegisteredService[] found = [.. services.Where(service => pattern.IsMatch(service.Name))];
        WriteObject(found, enumerateCollection: true);
        if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
        {
            Attempt(name, () => throw MailException.Of(MailError.ServiceNotFound, name));
        }
    }
}
