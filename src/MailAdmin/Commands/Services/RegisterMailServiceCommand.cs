using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Pipeline;
using MailAdmin.Server.Services;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Services;

/// <summary>Has the platform run the listeners of a store: from the start of the machine, without a user.</summary>
/// <remarks>
/// The service runs Start-MailListener -Wait in the PowerShell and with the module of this session, as a user of its
/// own, who must exist and must own the store. On Linux it is a unit of systemd: it opens ports below 1024 without
/// being root, may write nothing but the store, is started again when it fails, ends its sessions when it is stopped,
/// and logs to the journal. On macOS it is a daemon of launchd, which opens ports below 1024 only with -BindAddress
/// Any. On Windows it is a task of the Task Scheduler that starts with Windows, as LocalService: a module has no
/// program for the manager of services; Windows ends the task without closing the sessions, which costs no mail.
/// -WhatIf shows the definition, without privileges too. After an update of the module, run the cmdlet again with
/// -Force.
/// </remarks>
/// <example>
///   <summary>See the definition before it is written</summary>
///   <code>Register-MailService -WhatIf</code>
/// </example>
/// <example>
///   <summary>Serve all networks on the standard ports, with a certificate</summary>
///   <code>Register-MailService -CertificatePath /etc/ssl/mail.pem -WhatIf</code>
/// </example>
[Cmdlet(VerbsLifecycle.Register, "MailService", SupportsShouldProcess = true,
    HelpUri = HelpLocation.Root + "Register-MailService")]
[OutputType(typeof(MailRegisteredService))]
public sealed class RegisterMailServiceCommand : AsyncMailAdminCmdlet
{
    /// <summary>The name of the service.</summary>
    [Parameter(Position = 0)]
    [ValidatePattern(ServiceName.Pattern)]
    public string Name { get; set; } = ServiceName.Default;

    /// <summary>
    /// The user that the service runs as; it is not created. Default: mailadmin, on Windows NT AUTHORITY\LocalService.
    /// </summary>
    [Parameter]
    [ValidatePattern(@"^[\w.\\ -]+\z")]
    public string? User { get; set; }

    /// <summary>The protocols, as of Start-MailListener. Default: all.</summary>
    [Parameter]
    [FromText(typeof(MailProtocol), Several = true)]
    public MailProtocol[]? Protocol { get; set; }

    /// <summary>Only ports of this mode, as of Start-MailListener.</summary>
    [Parameter]
    [FromText(typeof(TlsMode))]
    public TlsMode? TlsMode { get; set; }

    /// <summary>The port, with one protocol and mode. 0 opens any that is free.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int? Port { get; set; }

    /// <summary>Is added to the standard ports.</summary>
    [Parameter]
    [ValidateRange(0, 64000)]
    public int PortOffset { get; set; }

    /// <summary>The IP address to listen on; Loopback for this machine only, Any for all networks.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(BindAddressCompleter))]
    [ValidateNotNullOrEmpty]
    public string BindAddress { get; set; } = "Any";

    /// <summary>
    /// A file with the certificate, its chain and its private key, without a password: PFX or PEM. Default: the
    /// self-signed one of the store.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CertificatePath { get; set; }

    /// <summary>Takes passwords without TLS too. Whoever can read the network can then read them.</summary>
    [Parameter]
    public SwitchParameter AllowPlaintextLogin { get; set; }

    /// <summary>Replaces a service of this name that this cmdlet wrote.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>
    /// The folder of the store. Default: the store of Connect-MailStore, then $env:MAILADMIN_STORE, then the platform's
    /// data folder.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Path")]
    [ValidateNotNullOrEmpty]
    public string? StorePath { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Attempt(Name, () =>
        {
            ServiceManager manager = ServiceManager.Here;
            ServiceDescription service = Describe(manager.DefaultUser, FindStore());
            MailText action =
                MailText.Of("Action.RegisterService", manager.PathOf(Name), manager.TextOf(service));
            if (ShouldProcess(action.ToString(), action.ToString(), Name))
            {
                Call(cancellationToken => manager.RegisterAsync(service, Force, cancellationToken));
                IReadOnlyList<MailRegisteredService> services = Call(manager.ListAsync);
                WriteObject(services.Where(registered => registered.Name == Name), enumerateCollection: true);
            }
        });
    }

    private string FindStore()
    {
        string path = ResolveStorePath(StorePath);
        return ServiceManager.IsStore(path) ? path : throw MailException.Of(MailError.StoreNotFound, path);
    }

    private ServiceDescription Describe(string defaultUser, string store)
    {
        string? certificate = CertificatePath is null ? null : GetUnresolvedProviderPathFromPSPath(CertificatePath);
        string module = Path.Combine(MyInvocation.MyCommand.Module.ModuleBase, "MailAdmin.psd1");
        IReadOnlyList<string> program = PowerShellScript.Program((string)GetVariableValue("PSHOME"));
        return new ServiceDescription
        {
            Name = Name,
            StorePath = store,
            User = User ?? defaultUser,
            Command = PowerShellScript.Command(program, module, StartCommand(store, certificate)),
            Files = [.. program, module, .. certificate is null ? Array.Empty<string>() : [certificate]],
        };
    }

    private string StartCommand(string store, string? certificate)
    {
        List<string> words = ["Start-MailListener", "-BindAddress", PowerShellScript.Quote(BindAddress)];
        if (Protocol is { Length: > 0 })
        {
            words.AddRange("-Protocol", string.Join(",", Protocol));
        }

        if (TlsMode is { } mode)
        {
            words.AddRange("-TlsMode", mode.ToString());
        }

        if (Port is { } port)
        {
            words.Add($"-Port {port}");
        }

        if (PortOffset > 0)
        {
            words.Add($"-PortOffset {PortOffset}");
        }

        if (certificate is not null)
        {
            words.AddRange("-CertificatePath", PowerShellScript.Quote(certificate));
        }

        if (AllowPlaintextLogin)
        {
            words.Add("-AllowPlaintextLogin");
        }

        return string.Join(' ', [.. words, "-StorePath", PowerShellScript.Quote(store), "-Wait"]);
    }
}
