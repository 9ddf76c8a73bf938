using System.Management.Automation;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using MailAdmin.Arguments;
using MailAdmin.Pipeline;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Listeners;

/// <summary>Starts listeners: opens the ports through which mail programs and other servers reach the store.</summary>
/// <remarks>
/// Standard ports: Smtp 25 (StartTls); Submission 587 (StartTls) and 465 (Implicit); Pop3 110 (StartTls) and 995
/// (Implicit); Imap 143 (StartTls) and 993 (Implicit). Either all listeners start, or none. They run until
/// Stop-MailListener, Remove-Module or the end of the process. Without a certificate, a self-signed one is created and
/// kept in the store. Passwords are accepted only under TLS, unless -AllowPlaintextLogin is given. When another process
/// owns the store and runs listeners, the new ones start there too.
/// </remarks>
/// <example>
///   <summary>
///   Open all ports without privileges, for this machine only: 8025, 8587, 8465, 8110, 8995, 8143, 8993
///   </summary>
///   <code>Start-MailListener -PortOffset 8000</code>
/// </example>
/// <example>
///   <summary>Open one IMAP port, any that is free</summary>
///   <code>Start-MailListener -Protocol Imap -TlsMode Implicit -Port 0</code>
/// </example>
/// <example>
///   <summary>Serve the network with a certificate until stopped, as a service does</summary>
///   <code>Start-MailListener -BindAddress Any -CertificatePath /etc/ssl/mail.pem -Wait</code>
/// </example>
[Cmdlet(VerbsLifecycle.Start, "MailListener", SupportsShouldProcess = true, DefaultParameterSetName = OwnCertificateSet,
    HelpUri = HelpLocation.Root + "Start-MailListener")]
[OutputType(typeof(MailListener))]
public sealed class StartMailListenerCommand : MailAdminCmdlet
{
    private const string OwnCertificateSet = "OwnCertificate";
    private const string CertificateSet = "Certificate";
    private const string CertificatePathSet = "CertificatePath";

    // How long running commands of clients may take when the cmdlet is stopped.
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);

    private readonly List<MailListener> started = [];

    /// <summary>The protocols. Default: all.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(MailProtocol), Several = true)]
    public MailProtocol[]? Protocol { get; set; }

    /// <summary>
    /// Only ports of this mode: None (only with -Port or -PortOffset on a port of its own), StartTls or Implicit.
    /// Default: the modes of the standard ports.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(TlsMode))]
    public TlsMode? TlsMode { get; set; }

    /// <summary>The port, with one protocol and mode. 0 opens any that is free.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(int))]
    public int? Port { get; set; }

    /// <summary>Is added to the standard ports, for use without the privilege to open those below 1024.</summary>
    [Parameter]
    [ValidateRange(0, 64000)]
    public int PortOffset { get; set; }

    /// <summary>The IP address to listen on; Loopback for this machine only, Any for all networks.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(BindAddressCompleter))]
    [ValidateNotNullOrEmpty]
    public string BindAddress { get; set; } = "Loopback";

    /// <summary>The certificate, with a private key that may be exported.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CertificateSet)]
    public X509Certificate2? Certificate { get; set; }

    /// <summary>A file with the certificate, its chain and its private key: PFX or PEM.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CertificatePathSet)]
    [ValidateNotNullOrEmpty]
    public string? CertificatePath { get; set; }

    /// <summary>The password of the file.</summary>
    [Parameter(ParameterSetName = CertificatePathSet)]
    [Secret]
    public SecureString? CertificatePassword { get; set; }

    /// <summary>Takes passwords without TLS too. Whoever can read the network can then read them.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(SwitchParameter))]
    public SwitchParameter AllowPlaintextLogin { get; set; }

    /// <summary>
    /// Stays until the listeners are stopped: for services. Ctrl+C, Stop-Job and the end of the process by SIGTERM or
    /// SIGHUP stop those that it started; after a signal the rest of the script runs. Meanwhile the warnings and errors
    /// of the server log are written as warnings, except where the journal of systemd has them.
    /// </summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <inheritdoc/>
    protected override bool NeedsListeners => true;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        MailText target = Protocol is { Length: > 0 }
            ? MailText.Of("Target.Ports", string.Join(", ", Protocol), BindAddress)
            : MailText.Of("Target.AllProtocols", BindAddress);
        if (!ShouldProcess(target, MailText.Of("Action.OpenPorts")))
        {
            return;
        }

        StartListeners request = new()
        {
            Protocol = Protocol ?? [],
            TlsMode = TlsMode,
            Port = Port,
            PortOffset = PortOffset,
            BindAddress = BindAddress,
            AllowPlaintextLogin = AllowPlaintextLogin,
        };
        Require(Port ?? (object)target.ToString(), () =>
        {
            byte[]? pfx = ReadCertificate();
            IReadOnlyList<MailListener> opened = Send(request with { CertificatePfx = pfx });
            started.AddRange(opened);
            WriteObject(opened, enumerateCollection: true);
            return true;
        });
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (Wait && started.Count > 0)
        {
            WaitForEnd(ResolveStorePath(StorePath));
        }
    }

    private void WaitForEnd(string path)
    {
        try
        {
            Call(cancellationToken =>
                EndRequest.WaitAsync(StoreAccess.WaitForListenersAsync(path, ShowWarning, cancellationToken)));
        }
        catch (PipelineStoppedException)
        {
            // Listeners that outlive who waits for them would run unseen.
            StopStarted(path);
            throw;
        }

        if (EndRequest.Received.IsCompleted)
        {
            StopStarted(path);
        }
    }

    private void ShowWarning(MailServerLogEntry entry) =>
        Post(() => WriteWarning($"{entry.Category}: {entry.Message}"));

    // Not by Call, which does nothing any more when the pipeline is stopped.
    private void StopStarted(string path)
    {
        Attempt(path, () =>
        {
            PipelinePump.Wait(Task.Run(() => Task.WhenAll(started.Select(StopAsync))));
            ReleaseStore(path);
        });
    }

    private async Task StopAsync(MailListener listener)
    {
        try
        {
            ListenerFilter own = new() { Protocol = listener.Protocol, Port = listener.Port };
            await Administration.SendAsync(new StopListeners(own, StopTimeout), CancellationToken.None);
        }
        catch (MailException exception) when (exception.Error == MailError.ListenerNotFound)
        {
            // It was stopped by somebody else.
        }
    }

    private byte[]? ReadCertificate() => ParameterSetName switch
    {
        CertificateSet => Certificates.ToPfx(Certificate!),
        CertificatePathSet =>
            Certificates.ReadPfx(GetUnresolvedProviderPathFromPSPath(CertificatePath!), CertificatePassword),
        _ => null,
    };
}
