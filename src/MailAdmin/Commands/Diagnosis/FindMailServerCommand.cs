using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Diagnosis;
using MailAdmin.Pipeline;

namespace MailAdmin.Commands.Diagnosis;

/// <summary>
/// Finds the server settings that a mail program needs for an address, and where each setting comes from.
/// </summary>
/// <remarks>
/// For an address of the local store, the listeners of this server that run are returned, without asking anybody.
/// Otherwise queries autoconfig and autodiscover of the domain and its SRV records in parallel, and looks up the domain
/// and its MX records in a table of known providers, whose notes say whether passwords still work and as of when. Only
/// if none of these names a server, the usual names (imap., pop., smtp., mail. and the MX hosts) are tried, and
/// returned when the protocol answers. No password is needed or sent. The web servers of the domain learn the address,
/// as they do from mail programs.
/// </remarks>
/// <example>
///   <summary>Find the settings of an address</summary>
///   <code>Find-MailServer ann@gmail.com</code>
/// </example>
/// <example>
///   <summary>Test what was found</summary>
///   <code>Find-MailServer ann@example.com | Test-MailConnection</code>
/// </example>
[Cmdlet(VerbsCommon.Find, "MailServer", HelpUri = HelpLocation.Root + "Find-MailServer")]
[OutputType(typeof(MailServerSetting))]
public sealed class FindMailServerCommand : AsyncMailAdminCmdlet
{
    /// <summary>The address.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Identity(nameof(Address))]
    [ArgumentCompleter(typeof(AccountAddressCompleter))]
    public string[] Address { get; set; } = [];

    /// <summary>Only settings of these protocols.</summary>
    [Parameter]
    [FromText(typeof(MailProtocol), Several = true)]
    public MailProtocol[]? Protocol { get; set; }

    /// <summary>The name servers to ask, as address or address:port. Default: those of the system.</summary>
    [Parameter]
    public string[] NameServer { get; set; } = [];

    /// <summary>The timeout of each request, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 600)]
    public int TimeoutSeconds { get; set; } = 5;

    /// <summary>
    /// The folder of the store. Default: the store of Connect-MailStore, then $env:MAILADMIN_STORE, then the platform's
    /// data folder. It is optional.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? StorePath { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string text in Address)
        {
            Attempt(text, () => Find(text));
        }
    }

    private void Find(string text)
    {
        EmailAddress address = EmailAddress.Parse(text);
        TimeSpan timeout = TimeSpan.FromSeconds(TimeoutSeconds);

        // A store that was not asked for by name must not keep an address elsewhere from being found.
        OptionalStore? store = ResolveOptionalStorePath(StorePath) is { } path
            ? new OptionalStore(path, StorePath is null ? timeout : null, IsGiven: StorePath is not null)
            : null;
        IReadOnlyList<MailServerSetting> found = Call(
            cancellationToken => ServerSearches.FindAsync(address, store, NameServer, timeout, cancellationToken));
        if (found.Count == 0)
        {
            throw MailException.Of(MailError.ServerNotFound, address, address.Domain);
        }

        foreach (
            MailServerSetting setting in found.Where(
                setting => Protocol is not { Length: > 0 } || Protocol.Contains(setting.Protocol)))
        {
            WriteObject(setting);
        }
    }
}
