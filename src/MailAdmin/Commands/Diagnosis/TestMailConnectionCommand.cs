using System.Globalization;
using System.Management.Automation;
using System.Net;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Diagnosis;
using MailAdmin.Pipeline;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Diagnosis;

/// <summary>Finds out why a mail program cannot connect, log on, send or receive.</summary>
/// <remarks>
/// Tests the layers in the order in which a mail program uses them: the network of this machine, the name of the
/// server, the port, TLS and the certificate, the greeting, the logon, the mailbox. Writes one result for each, with a
/// Code that stays the same, a Message, an Explanation, a Suggestion and, where there is one, a command that repairs
/// it. After the first failure the rest is skipped. A failed check is a result, not an error. Nothing is changed on the
/// server, no message is sent or read, and a password is sent only inside TLS to a server whose certificate is in
/// order, once for each protocol. For an address of the local store the running listeners are tested, and what the
/// store has at the address explains what the server refuses; without a listener that takes mail from other servers it
/// fails. For other addresses the server that takes their mail is looked up in the DNS (MX) and tested by SMTP; with
/// -Credential or -Protocol the servers that people's programs use, as Find-MailServer finds them. Where the DNS does
/// not find a domain, its registration is looked up (RDAP). Several addresses or servers are tested side by side, and
/// written in their order. The texts are in the language of the session ($PSUICulture): English or Japanese; Code is
/// the same in both.
/// </remarks>
/// <example>
///   <summary>Test the connections to an account of the store that this machine serves</summary>
///   <code>Test-MailConnection ann@example.test</code>
/// </example>
/// <example>
///   <summary>Test a server as a mail program with this user name and password would use it</summary>
///   <code>Test-MailConnection -Server mail.example.test -Protocol Imap -Credential ann@example.test</code>
/// </example>
/// <example>
///   <summary>Only ask whether it works</summary>
///   <code>Test-MailConnection -Server localhost -Protocol Imap -Port 8993 -SkipCertificateCheck -Quiet</code>
/// </example>
/// <example>
///   <summary>See the root cause and what to do</summary>
///   <code>(Test-MailConnection -Server localhost -Protocol Imap -Port 8995 -Summary).RootCause | Format-List</code>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "MailConnection", DefaultParameterSetName = AddressSet,
    HelpUri = HelpLocation.Root + "Test-MailConnection")]
[OutputType(typeof(MailTestResult))]
[OutputType(typeof(MailTestSummary))]
[OutputType(typeof(bool))]
public sealed class TestMailConnectionCommand : AsyncMailAdminCmdlet
{
    private const string AddressSet = "Address";
    private const string ServerSet = "Server";

    // Few enough for a small machine and for the servers that are asked, enough that a silent one holds up nobody.
    private const int MaxTests = 16;
    private const int MaxPending = 1_000;

    /// <summary>
    /// The address whose mail does not flow. With -Server, the address for which that server is asked to take mail.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = AddressSet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ServerSet)]
    [Identity(nameof(Address), NotWith = nameof(Server))]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(AccountAddressCompleter))]
    public string[] Address { get; set; } = [];

    /// <summary>The name of the server, or its IP address.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ServerSet)]
    [ValidateNotNullOrEmpty]
    public string[] Server { get; set; } = [];

    /// <summary>
    /// The protocols. Default: what the port stands for; without a port Submission, Pop3 and Imap; for an address of
    /// the store every protocol that a listener has, and Smtp.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(MailProtocol), Several = true)]
    public MailProtocol[]? Protocol { get; set; }

    /// <summary>
    /// The port. Default: that of a listener of the store, or the standard port: 993, 995, 587 or 25; with -TlsMode
    /// StartTls 143 and 110, with Implicit 465.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(int))]
    public int? Port { get; set; }

    /// <summary>
    /// How the connection is protected. Auto: as the port calls for, which is found out where it is not known.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(TlsMode))]
    public TlsMode TlsMode { get; set; } = TlsMode.Auto;

    /// <summary>User name and password. Without them the logon is not tried.</summary>
    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>
    /// Name servers to ask, as address or address:port. Default: names are looked up as other programs of this machine
    /// do.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] NameServer { get; set; } = [];

    /// <summary>
    /// The RDAP server to ask for the registration of a domain that the DNS does not find. Default: that of its
    /// registry, as IANA lists it.
    /// </summary>
    [Parameter]
    public Uri? RdapServer { get; set; }

    /// <summary>The timeout of each check, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 600)]
    public int TimeoutSeconds { get; set; } = 10;

    /// <summary>Continues with an invalid certificate, and only warns about it.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>Continues after the first failure as far as that is possible and safe.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <summary>A file for the transcript of the connection, without secrets.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TranscriptPath { get; set; }

    /// <summary>Writes only true or false for each address or server.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Writes one object for each address or server, with the root cause and all results.</summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }

    /// <summary>
    /// The folder of the store. Default: the store of Connect-MailStore, then $env:MAILADMIN_STORE, then the platform's
    /// data folder. It is optional.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? StorePath { get; set; }

    private StreamWriter? Transcript { get; set; }

    private RunningTests Running { get; } = new(MaxTests);

    private CountedProgress? Progress { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        Progress = new CountedProgress(this);
        if (TranscriptPath is not null)
        {
            // At once, so that a place that cannot be written to does not cost the whole diagnosis.
            Transcript = Require(
                TranscriptPath, () => CreateTranscript(GetUnresolvedProviderPathFromPSPath(TranscriptPath)));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string target in ParameterSetName == ServerSet ? Server : Address)
        {
            Attempt(target, () => Start(target));
            while (Running.IsNextDone || Running.Count > MaxPending)
            {
                FinishNext();
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        while (Running.Count > 0)
        {
            FinishNext();
        }

        Progress?.Complete();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Transcript?.Dispose();
        }

        base.Dispose(disposing);
    }

    private static StreamWriter CreateTranscript(string path)
    {
        try
        {
            return new StreamWriter(path, append: false) { AutoFlush = true };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw MailException.Of(
                MailError.InvalidArgument.As("FileNotWritable"), exception, path, PlatformReason.Of(exception));
        }
    }

    private void Start(string target)
    {
        // Not by attribute, which refuses the empty cell of a row.
        if (Port is < 1 or > 65535)
        {
            throw MailException.Of(
                MailError.InvalidArgument, Port, nameof(Port), MailText.Of("Reason.Between", 1, 65535));
        }

        if (Array.Find(NameServer, server => !IPEndPoint.TryParse(server, out _)) is { } wrong)
        {
            throw MailException.Of(
                MailError.InvalidArgument, wrong, nameof(NameServer), MailText.Of("Reason.NotAnIPAddress"));
        }

        string? address = ParameterSetName == ServerSet ? Address.FirstOrDefault() : target;
        ConnectionQuestion question = new()
        {
            Target = target,
            Server = ParameterSetName == ServerSet ? target : null,
            Address = address is { Length: > 0 } || ParameterSetName == AddressSet
                ? EmailAddress.Parse(address!)
                : null,
            Protocol = Protocol ?? [],
            Port = Port,
            TlsMode = TlsMode,
            Credential = Credential?.GetNetworkCredential(),
            NameServer = NameServer,
            RdapServer = DomainRegistrations.ServerOf(RdapServer),
            Culture = CultureInfo.CurrentUICulture,
            Timeout = TimeSpan.FromSeconds(TimeoutSeconds),
            SkipCertificateCheck = SkipCertificateCheck,
            ContinueAfterFailure = All,
            StorePath = ResolveOptionalStorePath(StorePath),
            IsStoreGiven = StorePath is not null,
        };
        Running.Start(target, cancellationToken => ConnectionTests.RunAsync(question, cancellationToken), StopToken);
    }

    /// <summary>Writes the results of the next target as they come.</summary>
    private void FinishNext()
    {
        RunningTest test = Running.TakeNext();
        Progress!.Say(test.Target);
        Attempt(test.Target, () => Write(test));
        Progress.Advance();
    }

    private void Write(RunningTest test)
    {
        List<MailTestResult> results = [];
        while (Await(test.Results.WaitToReadAsync(StopToken).AsTask()))
        {
            while (test.Results.TryRead(out MailTestResult? result))
            {
                results.Add(result);
                Note(result);
                if (!Quiet && !Summary)
                {
                    WriteObject(result);
                }
            }
        }

        Await(test.Work);
        if (Quiet)
        {
            WriteObject(ConnectionTests.Summarize(test.Target, results).Succeeded);
        }
        else if (Summary)
        {
            WriteObject(ConnectionTests.Summarize(test.Target, results));
        }
    }

    private void Note(MailTestResult result)
    {
        Progress!.Say($"{result.Target}: {result.Check}");
        WriteVerbose($"{result.Server}:{result.Port} {result.Layer}: {result.Status}, {result.Message}");
        string heading =
            $"## {result.Target}: {result.Protocol} at {result.Server}:{result.Port}, "
            + $"{result.Layer}: {result.Status} {result.Code}";
        Transcript?.WriteLine($"{heading}{Environment.NewLine}{result.Evidence}{Environment.NewLine}");
    }
}
