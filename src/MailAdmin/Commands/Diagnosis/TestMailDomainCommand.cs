using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Diagnosis;
using MailAdmin.Pipeline;

namespace MailAdmin.Commands.Diagnosis;

/// <summary>
/// Tests what a domain publishes for mail: registration, MX, addresses, PTR, SPF, DKIM, DMARC, MTA-STS, TLS-RPT, DANE
/// and SRV.
/// </summary>
/// <remarks>
/// Asks the DNS, the registry (RDAP) and, for MTA-STS, the web server of the policy; it connects to no mail server.
/// Writes one result for each check with a Code that stays the same, a Message, an Explanation and a Suggestion, and
/// the records as Evidence. Checks run side by side. What is optional and not published is Skipped. DKIM selectors
/// cannot be listed through the DNS: give yours with -Selector; without it the usual ones are tried. A failed check is
/// a result, not an error.
/// </remarks>
/// <example>
///   <summary>Test a domain</summary>
///   <code>Test-MailDomain example.com</code>
/// </example>
/// <example>
///   <summary>Test every domain of the store, with the selector of its signatures, and see the root causes</summary>
///   <code>Get-MailDomain | Test-MailDomain -Selector s2026 -Summary</code>
/// </example>
/// <example>
///   <summary>Ask a name server of one's own, before the change is public</summary>
///   <code>Test-MailDomain example.com -NameServer 192.0.2.53 | Where-Object Status -NE Pass | Format-List</code>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "MailDomain", HelpUri = HelpLocation.Root + "Test-MailDomain")]
[OutputType(typeof(MailTestResult))]
[OutputType(typeof(MailTestSummary))]
[OutputType(typeof(bool))]
public sealed class TestMailDomainCommand : AsyncMailAdminCmdlet
{
    /// <summary>The domain, or an address in it.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Domain", "Address")]
    [Identity(nameof(Name), "Domain", "Address")]
    [ArgumentCompleter(typeof(DomainNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>The DKIM selectors that must exist.</summary>
    [Parameter]
    [ValidatePattern("^[A-Za-z0-9._-]+$")]
    public string[] Selector { get; set; } = [];

    /// <summary>The name servers to ask, as address or address:port. Default: those of the system.</summary>
    [Parameter]
    public string[] NameServer { get; set; } = [];

    /// <summary>
    /// The RDAP server to ask for the registration. Default: the one that IANA lists for the top-level domain.
    /// </summary>
    [Parameter]
    public Uri? RdapServer { get; set; }

    /// <summary>The timeout of each check, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 600)]
    public int TimeoutSeconds { get; set; } = 10;

    /// <summary>Writes only true or false for each domain: false if a check failed.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Writes one object for each domain, with the root cause and all results.</summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string text in Name)
        {
            Attempt(text, () => Test(text));
        }
    }

    private void Test(string text)
    {
        DomainQuestion question = new(text, NameServer, Selector, RdapServer, TimeSpan.FromSeconds(TimeoutSeconds));
        List<MailTestResult> results = [];
        foreach (
            MailTestResult result in Stream(cancellationToken => DomainTests.RunAsync(question, cancellationToken)))
        {
            results.Add(result);
            WriteVerbose($"{result.Check}: {result.Status}, {result.Message}");
            if (!Quiet && !Summary)
            {
                WriteObject(result);
            }
        }

        if (Quiet)
        {
            WriteObject(DomainTests.Summarize(text, results).Succeeded);
        }
        else if (Summary)
        {
            WriteObject(DomainTests.Summarize(text, results));
        }
    }
}
