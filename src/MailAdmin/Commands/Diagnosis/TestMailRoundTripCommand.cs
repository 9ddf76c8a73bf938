using System.Management.Automation;
using MailAdmin.Completion;
using MailAdmin.Diagnosis;
using MailAdmin.Pipeline;

namespace MailAdmin.Commands.Diagnosis;

/// <summary>Sends a message, waits until it arrives in the mailbox, compares it and removes it.</summary>
/// <remarks>
/// Logs on and sends by SMTP submission, then looks by IMAP or POP3 until the message is there. Writes four results:
/// sent, arrived (with the seconds it took, the folder, and the servers on the way by its Received fields), compared,
/// removed. With -Server and without -SmtpServer the same server is used to send; without both the running listeners of
/// the local store are used. The message is removed again, also when the test fails or is stopped, from the inbox, the
/// junk folder and the folder of sent mail. One that was lost on the way and arrives later stays: its subject begins
/// with MailAdmin round-trip. Passwords are sent only inside TLS to a server whose certificate is in order, unless
/// -TlsMode None or -SkipCertificateCheck says otherwise.
/// </remarks>
/// <example>
///   <summary>Test an account of the store that this machine serves</summary>
///   <code>Test-MailRoundTrip ann@example.test -Credential ann@example.test</code>
/// </example>
/// <example>
///   <summary>Test an account at a provider that has two servers</summary>
///   <code>
///     Test-MailRoundTrip me@example.test -Credential me@example.test -Server imap.example.test `
///         -SmtpServer smtp.example.test
///   </code>
/// </example>
/// <example>
///   <summary>Send from one provider to another and wait for two minutes</summary>
///   <code>
///     Test-MailRoundTrip ann@example.test -Credential ann@example.test -Server imap.example.test `
///         -Sender me@other.example -SmtpServer smtp.other.example -SmtpCredential me@other.example `
///         -TimeoutSeconds 120
///   </code>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "MailRoundTrip", HelpUri = HelpLocation.Root + "Test-MailRoundTrip")]
[OutputType(typeof(MailTestResult))]
[OutputType(typeof(MailTestSummary))]
[OutputType(typeof(bool))]
public sealed class TestMailRoundTripCommand : AsyncMailAdminCmdlet
{
    /// <summary>The address in whose mailbox the message should arrive.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AccountAddressCompleter))]
    public EmailAddress[] Address { get; set; } = [];

    /// <summary>User name and password of the mailbox.</summary>
    [Parameter(Mandatory = true)]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>The server to read from. Default: the listeners of the local store.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Server { get; set; }

    /// <summary>How the mailbox is read: Imap or Pop3.</summary>
    [Parameter]
    [ValidateSet("Imap", "Pop3")]
    public MailProtocol Protocol { get; set; } = MailProtocol.Imap;

    /// <summary>The port to read from. Default: the standard port, or that of the listener.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int? Port { get; set; }

    /// <summary>How the connection for reading is protected. Auto: as the port calls for.</summary>
    [Parameter]
    public TlsMode TlsMode { get; set; } = TlsMode.Auto;

    /// <summary>Who sends the message. Default: the address itself.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public EmailAddress? Sender { get; set; }

    /// <summary>The server to send by. Default: that of -Server, or the listeners of the local store.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SmtpServer { get; set; }

    /// <summary>
    /// The port to send by. Default: 587, or 465 with -SmtpTlsMode Implicit, or that of the listener.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int? SmtpPort { get; set; }

    /// <summary>How the connection for sending is protected. Auto: as the port calls for.</summary>
    [Parameter]
    public TlsMode SmtpTlsMode { get; set; } = TlsMode.Auto;

    /// <summary>User name and password to send with. Default: those of the mailbox.</summary>
    [Parameter]
    [Credential]
    public PSCredential? SmtpCredential { get; set; }

    /// <summary>How long to wait for the message, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSeconds { get; set; } = 60;

    /// <summary>Accepts any certificate.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>Writes only true or false for each address.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Writes one object for each address, with the root cause and all results.</summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }

    /// <summary>
    /// The folder of the store. Default: the store of Connect-MailStore, then $env:MAILADMIN_STORE, then the platform's
    /// data folder. It is used when no server is named.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? StorePath { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (EmailAddress address in Address)
        {
            Attempt(address, () => Test(address));
        }
    }

    private void Test(EmailAddress address)
    {
        RoundTripQuestion question = new()
        {
            Recipient = address,
            Sender = Sender,
            Credential = Credential?.GetNetworkCredential(),
            SmtpCredential = SmtpCredential?.GetNetworkCredential(),
            Server = Server,
            Protocol = Protocol,
            Port = Port,
            TlsMode = TlsMode,
            SmtpServer = SmtpServer ?? Server,
            SmtpPort = SmtpPort,
            SmtpTlsMode = SmtpTlsMode,
            Timeout = TimeSpan.FromSeconds(TimeoutSeconds),
            SkipCertificateCheck = SkipCertificateCheck,
            StorePath = Server is null ? ResolveStorePath(StorePath) : "",
        };
        TestOutput.Write(
            this,
            address.ToString(),
            Stream(cancellationToken => RoundTripTests.RunAsync(question, cancellationToken)),
            Quiet,
            Summary);
    }
}
