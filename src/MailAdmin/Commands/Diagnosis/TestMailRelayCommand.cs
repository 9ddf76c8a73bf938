using System.Management.Automation;
using MailAdmin.Diagnosis;
using MailAdmin.Pipeline;

namespace MailAdmin.Commands.Diagnosis;

/// <summary>Tests whether a mail server is an open relay: whether it forwards mail for anyone.</summary>
/// <remarks>
/// Tries the known ways to make a server relay: plain, without a sender, with a sender of its own domain, with percent
/// signs, quotes, source routes and UUCP paths. One result for each attempt: Pass when the server refuses, Fail with
/// the code RelayOpen when it would take the message. Every attempt stops before the message: nothing is ever sent,
/// whatever the server answers. A server that takes every recipient of its own domain at first (a catch-all) cannot be
/// tested with recipients of that domain; these attempts are skipped. Run it from a machine that must not relay: a
/// machine in a network for which the server relays on purpose gives a false alarm. Some servers ask the DNS for the
/// recipient's domain before they decide; give an address of another domain of yours with -Recipient to be sure.
/// </remarks>
/// <example>
///   <summary>Test a server</summary>
///   <code>Test-MailRelay mail.example.test</code>
/// </example>
/// <example>
///   <summary>Test with an address at another provider, and only see what the server would relay</summary>
///   <code>
///   Test-MailRelay mail.example.test -Domain example.test -Recipient me@other.example | Where-Object Status -EQ Fail
///   </code>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "MailRelay", HelpUri = HelpLocation.Root + "Test-MailRelay")]
[OutputType(typeof(MailTestResult))]
[OutputType(typeof(MailTestSummary))]
[OutputType(typeof(bool))]
public sealed class TestMailRelayCommand : AsyncMailAdminCmdlet
{
    /// <summary>The name of the server, or its IP address.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Server { get; set; } = [];

    /// <summary>The port.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int Port { get; set; } = 25;

    /// <summary>A domain whose mail the server takes. Default: the server's name without its first part.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public DomainName? Domain { get; set; }

    /// <summary>An address that is not the server's, as sender.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public EmailAddress Sender { get; set; } = EmailAddress.Parse("relay-test@example.com");

    /// <summary>An address that is not the server's, as recipient. Nothing is sent to it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public EmailAddress Recipient { get; set; } = EmailAddress.Parse("relay-test@example.org");

    /// <summary>The timeout of a connection or an answer, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 600)]
    public int TimeoutSeconds { get; set; } = 10;

    /// <summary>Writes only true (no relay) or false for each server.</summary>
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
            Attempt(server, () => TestOutput.Write(
                this,
                server,
                Stream(cancellationToken => RelayTests.RunAsync(
                    server,
                    Port,
                    Domain?.Ascii,
                    Sender,
                    Recipient,
                    TimeSpan.FromSeconds(TimeoutSeconds),
                    cancellationToken)),
                Quiet,
                Summary));
        }
    }
}
