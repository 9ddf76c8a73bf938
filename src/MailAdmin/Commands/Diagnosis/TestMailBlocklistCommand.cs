using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Diagnosis;
using MailAdmin.Pipeline;

namespace MailAdmin.Commands.Diagnosis;

/// <summary>Checks whether blocklists list an address, a host, or the mail servers of a domain.</summary>
/// <remarks>
/// Writes one result for each address and list: listed, with the meaning of the answer and the reason that the list
/// gives, or not listed. A list that refuses to answer, as many do to public resolvers, or that is out of service is a
/// warning. A failed check is a result, not an error.
/// </remarks>
/// <example>
///   <summary>Ask about the mail servers of a domain</summary>
///   <code>Test-MailBlocklist example.com</code>
/// </example>
/// <example>
///   <summary>Ask another list about an address</summary>
///   <code>Test-MailBlocklist 192.0.2.10 -Zone dnsbl.example.net</code>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "MailBlocklist", HelpUri = HelpLocation.Root + "Test-MailBlocklist")]
[OutputType(typeof(MailTestResult))]
[OutputType(typeof(MailTestSummary))]
[OutputType(typeof(bool))]
public sealed class TestMailBlocklistCommand : AsyncMailAdminCmdlet
{
    /// <summary>
    /// An IP address, a host, a domain or an address in it. Of a domain the MX hosts are asked about.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "Domain", "Server")]
    [Identity(nameof(Target), "Name", "Domain", "Server")]
    public string[] Target { get; set; } = [];

    /// <summary>The zones of the lists. Default: those that many servers ask.</summary>
    [Parameter]
    public string[] Zone { get; set; } = [];

    /// <summary>The name servers to ask, as address or address:port. Default: those of the system.</summary>
    [Parameter]
    public string[] NameServer { get; set; } = [];

    /// <summary>How long each question may take.</summary>
    [Parameter]
    [ValidateRange(1, 600)]
    public int TimeoutSeconds { get; set; } = 10;

    /// <summary>Writes only true or false for each target: false if it is listed.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Writes one object for each target, with the root cause and all results.</summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string text in Target)
        {
            Attempt(text, () => Test(text));
        }
    }

    private void Test(string text)
    {
        IReadOnlyList<MailTestResult> results = Call(cancellationToken =>
            BlocklistTests.RunAsync(text, Zone, NameServer, TimeSpan.FromSeconds(TimeoutSeconds), cancellationToken));
        if (!Quiet && !Summary)
        {
            WriteObject(results, enumerateCollection: true);
            return;
        }

        MailTestSummary summary = DomainTests.Summarize(text, results);
        WriteObject(Quiet ? summary.Succeeded : summary);
    }
}
