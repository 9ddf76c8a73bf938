using System.Management.Automation;
using MailAdmin.Diagnosis;
using MailAdmin.Pipeline;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Diagnosis;

/// <summary>Tests the TLS of a mail server: versions, cipher, certificate, chain, names and days left.</summary>
/// <remarks>
/// Tests the standard ports of mail, or those that are given, side by side. Each version from TLS 1.0 to 1.3 is offered
/// alone, so the result shows which versions the server accepts and refuses, whatever this machine would use itself.
/// STARTTLS is negotiated in the protocol of the port. Standard ports that do not answer are skipped; a port that was
/// given must answer. The Evidence of each result has the figures: versions, cipher suites, names, issuer, dates,
/// chain. The test does not log on and sends nothing.
/// </remarks>
/// <example>
///   <summary>Test every standard port of a server</summary>
///   <code>Test-MailTls mail.example.test</code>
/// </example>
/// <example>
///   <summary>Test one port, and be warned 30 days before the certificate expires</summary>
///   <code>Test-MailTls mail.example.test -Port 993 -WarningDays 30</code>
/// </example>
/// <example>
///   <summary>Test a port that is not a standard one</summary>
///   <code>Test-MailTls localhost -Port 8143 -Protocol Imap -TlsMode StartTls</code>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "MailTls", HelpUri = HelpLocation.Root + "Test-MailTls")]
[OutputType(typeof(MailTestResult))]
[OutputType(typeof(MailTestSummary))]
[OutputType(typeof(bool))]
public sealed class TestMailTlsCommand : AsyncMailAdminCmdlet
{
    /// <summary>The name of the server, or its IP address. The certificate must be for it.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Server { get; set; } = [];

    /// <summary>The ports. Default: 25, 465, 587, 110, 995, 143 and 993, as far as something answers.</summary>
    [Parameter(Position = 1)]
    [ValidateRange(1, 65535)]
    public int[] Port { get; set; } = [];

    /// <summary>The protocol. Default: what the port stands for.</summary>
    [Parameter]
    public MailProtocol? Protocol { get; set; }

    /// <summary>
    /// How the connection is protected. Auto: as the port calls for, which is found out where it is not known.
    /// </summary>
    [Parameter]
    public TlsMode TlsMode { get; set; } = TlsMode.Auto;

    /// <summary>Warns about a certificate that is valid for fewer days than this.</summary>
    [Parameter]
    [ValidateRange(0, 3650)]
    public int WarningDays { get; set; } = 21;

    /// <summary>The timeout of each check, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 600)]
    public int TimeoutSeconds { get; set; } = 10;

    /// <summary>Writes only true or false for each server.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Writes one object for each server, with the root cause and all results.</summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string server in Server)
        {
            Attempt(server, () => Test(server));
        }
    }

    private void Test(string server)
    {
        if (TlsMode == TlsMode.None)
        {
            throw MailException.Of(
                MailError.InvalidArgument,
                TlsMode,
                nameof(TlsMode),
                MailText.Of("Reason.NotOneOf", "Auto, StartTls, Implicit"));
        }

        IEnumerable<MailTestResult> results = Stream(cancellationToken => TlsTests.RunAsync(
            server, Port, Protocol, TlsMode, TimeSpan.FromSeconds(TimeoutSeconds), WarningDays, cancellationToken));
        TestOutput.Write(this, server, results, Quiet, Summary);
    }
}
