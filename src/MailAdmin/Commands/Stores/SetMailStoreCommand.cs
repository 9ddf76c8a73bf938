using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Pipeline;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Stores;

/// <summary>Changes the settings of a store.</summary>
/// <remarks>
/// Only the parameters that are given are changed. Running listeners apply the change at once; open connections keep
/// the limits that they started with.
/// </remarks>
/// <example>
///   <summary>Take messages up to 100 MB and give accounts 2 GB unless they or their domain say otherwise</summary>
///   <code>Set-MailStore -MaxMessageSize '100 MB' -DefaultQuota '2 GB'</code>
/// </example>
/// <example>
///   <summary>Block an address for an hour after five wrong passwords, and show the settings</summary>
///   <code>Set-MailStore -LogonFailureLimit 5 -LogonBlockDuration 01:00:00 -PassThru</code>
/// </example>
/// <example>
///   <summary>Send mail for other domains through the server of a provider, whose password you are asked for</summary>
///   <code>Set-MailStore -SmartHost smtp.provider.example:587 -SmartHostCredential me@provider.example</code>
/// </example>
[Cmdlet(VerbsCommon.Set, "MailStore", SupportsShouldProcess = true, HelpUri = HelpLocation.Root + "Set-MailStore")]
[OutputType(typeof(MailStore))]
public sealed class SetMailStoreCommand : AsyncMailAdminCmdlet
{
    /// <summary>
    /// The folder of the store. Default: the store of Connect-MailStore, then $env:MAILADMIN_STORE, then the data
    /// folder of the user.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("StorePath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The name in greetings, Received fields and the certificate that is made when none is given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? HostName { get; set; }

    /// <summary>Receives the mail for postmaster and abuse of every domain.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AccountAddressCompleter))]
    public string? AdminAddress { get; set; }

    /// <summary>The largest message that is taken.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(MailSize))]
    public MailSize? MaxMessageSize { get; set; }

    /// <summary>The most recipients of one message.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [WithinRange(1, 100_000)]
    [FromText(typeof(int))]
    public int? MaxRecipients { get; set; }

    /// <summary>
    /// The most messages of a mailbox, copies included. More are refused, by IMAP with LIMIT and by SMTP for the time
    /// being.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [WithinRange(1, 100_000_000)]
    [FromText(typeof(int))]
    public int? MaxMessagesPerMailbox { get; set; }

    /// <summary>The most messages of an account, copies included.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [WithinRange(1, 100_000_000)]
    [FromText(typeof(int))]
    public int? MaxMessagesPerAccount { get; set; }

    /// <summary>The quota of accounts that have none of their own, in domains that have none.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(MailSize))]
    public MailSize? DefaultQuota { get; set; }

    /// <summary>The percentages of a quota at which an account counts as in warning.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [WithinRange(1, 100)]
    [FromText(typeof(int), Several = true)]
    public int[]? QuotaWarning { get; set; }

    /// <summary>Wrong passwords from one address before it is blocked. 0: never.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [WithinRange(0, 1_000_000)]
    [FromText(typeof(int))]
    public int? LogonFailureLimit { get; set; }

    /// <summary>How long an address stays blocked.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(TimeSpan))]
    public TimeSpan? LogonBlockDuration { get; set; }

    /// <summary>How long a connection that is logged on may say nothing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(TimeSpan))]
    public TimeSpan? IdleTimeout { get; set; }

    /// <summary>The most connections at once.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [WithinRange(1, 1_000_000)]
    [FromText(typeof(int))]
    public int? MaxConnections { get; set; }

    /// <summary>The most connections at once from one address; a /64 of IPv6 counts as one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [WithinRange(1, 1_000_000)]
    [FromText(typeof(int))]
    public int? MaxConnectionsPerAddress { get; set; }

    /// <summary>
    /// Whether submission over TLS offers SCRAM-SHA-256-PLUS. Clients that choose it and bind by tls-exporter only, as
    /// mutt and NeoMutt do, cannot send then.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(bool))]
    public bool? OfferChannelBinding { get; set; }

    /// <summary>
    /// Where mail for other domains goes, as host or host:port; port 465 uses TLS from the start. $null: to the servers
    /// that the DNS names.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? SmartHost { get; set; }

    /// <summary>
    /// User name and password for the smart host, which is then used with TLS and a valid certificate only. $null:
    /// without.
    /// </summary>
    [Parameter]
    [AllowNull]
    [OptionalCredential]
    public PSCredential? SmartHostCredential { get; set; }

    /// <summary>
    /// Networks whose machines may send to other domains without logging on, as 192.0.2.0/24: printers and
    /// applications. @(): none.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(string), Several = true)]
    public string[]? RelayNetwork { get; set; }

    /// <summary>
    /// What is done with mail from outside that claims a sender of this store without a logon: in MAIL FROM or From it
    /// has an address of a domain here. Mark adds the field X-MailAdmin-Unverified-Sender; Refuse also refuses what
    /// mailing lists and forwarders elsewhere send back to people here, and services that send in their name.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(MailSpoofedSender))]
    public MailSpoofedSender? SpoofedSender { get; set; }

    /// <summary>The DNS servers to ask, as address or address:port. @(): those of the system.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(string), Several = true)]
    public string[]? NameServer { get; set; }

    /// <summary>How long sending is tried before a message is returned: one hour to 30 days.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(TimeSpan))]
    public TimeSpan? QueueLifetime { get; set; }

    /// <summary>The time after which the sender is notified that a message is still waiting. 0: never.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(TimeSpan))]
    public TimeSpan? DelayWarning { get; set; }

    /// <summary>How long the events of messages are kept: one day to ten years.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(TimeSpan))]
    public TimeSpan? TraceRetention { get; set; }

    /// <summary>
    /// When a change counts as stored. Full: after the disk has it. Process: after the operating system has it, which
    /// is faster but does not survive a power failure.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(StoreDurability))]
    public StoreDurability? Durability { get; set; }

    /// <summary>
    /// What comes from the pipeline. Of an object that Get-MailStore wrote, only its path is taken; what to change is
    /// in the other parameters.
    /// </summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>Writes the changed store.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private GivenParameters Given { get; set; } = null!;

    /// <inheritdoc/>
    protected override void BeginProcessing() => Given = new GivenParameters(this);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        HashSet<string> given = Given.For<StoreProperties>(InputObject?.BaseObject is MailStore);
        if (MyInvocation.BoundParameters.ContainsKey(nameof(SmartHostCredential)))
        {
            given.Add(nameof(StoreProperties.SmartHostUserName));
        }

        WarnOfSmall(nameof(DefaultQuota), DefaultQuota);
        IMailAdministration store = OpenStore(Path);
        Attempt(Path ?? "", () =>
        {
            if (given.Contains(nameof(HostName)) && string.IsNullOrWhiteSpace(HostName))
            {
                throw MailException.Of(MailError.InvalidArgument.As("Empty"), nameof(HostName));
            }

            StoreProperties properties = new()
            {
                Given = given,
                HostName = HostName,
                AdminAddress = AddressList.ParseOptional(AdminAddress),
                MaxMessageSize = MaxMessageSize,
                MaxRecipients = MaxRecipients,
                MaxMessagesPerMailbox = MaxMessagesPerMailbox,
                MaxMessagesPerAccount = MaxMessagesPerAccount,
                DefaultQuota = DefaultQuota,
                QuotaWarning = QuotaWarning,
                LogonFailureLimit = LogonFailureLimit,
                LogonBlockDuration = LogonBlockDuration,
                IdleTimeout = IdleTimeout,
                MaxConnections = MaxConnections,
                MaxConnectionsPerAddress = MaxConnectionsPerAddress,
                OfferChannelBinding = OfferChannelBinding,
                Durability = Durability,
                SmartHost = SmartHost,
                SmartHostUserName = SmartHostCredential?.UserName,
                SmartHostPassword = SmartHostCredential?.GetNetworkCredential().Password,
                RelayNetwork = RelayNetwork,
                SpoofedSender = SpoofedSender,
                NameServer = NameServer,
                QueueLifetime = QueueLifetime,
                DelayWarning = DelayWarning,
                TraceRetention = TraceRetention,
            };
            SetStore request = new(properties);
            if (ShouldChange(store, ResolveStorePath(Path), MailText.Of("Action.ChangeStore"), request))
            {
                MailStore changed = Send(store, request);
                if (PassThru)
                {
                    WriteObject(changed);
                }
            }
        });
    }
}
