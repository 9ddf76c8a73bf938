using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Pipeline;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Quotas;

/// <summary>Sets the quotas of accounts or domains.</summary>
/// <remarks>
/// A text with '@' names an account; any other text names a domain, whose total quota (MaxTotalSize) is set. $null
/// gives an account the quota of its domain again. A quota below the used size removes nothing; the account then
/// receives no more mail.
/// </remarks>
/// <example>
///   <summary>Give accounts that are nearly full another gigabyte each</summary>
///   <code>Get-MailQuota -Threshold 95 | ForEach-Object { Set-MailQuota $_.Address -Quota ($_.Quota + 1GB) }</code>
/// </example>
/// <example>
///   <summary>Limit what all accounts of a domain may use together</summary>
///   <code>Set-MailQuota example.test -Quota '50 GB' -PassThru</code>
/// </example>
[Cmdlet(VerbsCommon.Set, "MailQuota", SupportsShouldProcess = true, HelpUri = HelpLocation.Root + "Set-MailQuota")]
[OutputType(typeof(MailQuota))]
public sealed class SetMailQuotaCommand : MailAdminCmdlet
{
    /// <summary>Addresses of accounts, or names of domains.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [Identity(nameof(Address), "Name")]
    [ArgumentCompleter(typeof(AccountAddressCompleter))]
    public string[] Address { get; set; } = [];

    /// <summary>
    /// What comes from the pipeline. Of an object that Get-MailQuota wrote, only its address is taken; what to change
    /// is in the other parameters.
    /// </summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The limit: a number of bytes, a text such as '2 GB', or Unlimited.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(MailSize))]
    public MailSize? Quota { get; set; }

    /// <summary>
    /// The percentages at which an account counts as in warning. Default: those of the store. Not for domains.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(int), Several = true)]
    public int[]? QuotaWarning { get; set; }

    /// <summary>
    /// Which values of a row were inherited where it comes from: they stay so unless they were changed.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    [FromText(typeof(InheritedValues))]
    public InheritedValues Inherited { get; set; }

    /// <summary>Writes the quota as it is afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private bool IsOwnObject => InputObject?.BaseObject is MailQuota;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string text in Address)
        {
            Attempt(text, () =>
            {
                if (AddressPattern.IsDomain(text))
                {
                    SetDomain(text);
                }
                else
                {
                    SetAccount(text);
                }
            });
        }
    }

    private void SetAccount(string text)
    {
        EmailAddress address = EmailAddress.Parse(text);
        AccountProperties properties = new()
        {
            Given = Given.For<AccountProperties>(IsOwnObject),
            Quota = Quota,
            QuotaWarning = QuotaWarning,
            Inherited = Given.Inherited(Inherited, IsOwnObject),
        };
        WarnOfSmall(nameof(Quota), properties.Given.Contains(nameof(Quota)) ? Quota : null);
        Change(
            text, MailText.Of("Action.SetAccountQuota"), new SetAccount(address, properties), PassThru ? Write : null);
    }

    private void SetDomain(string text)
    {
        DomainName name = DomainName.Parse(text);
        bool isInherited = Given.Inherited(Inherited, IsOwnObject).HasFlag(InheritedValues.QuotaWarning);
        if (Given.Has(nameof(QuotaWarning), IsOwnObject) && !isInherited)
        {
            throw MailException.Of(MailError.InvalidArgument.As("DomainQuotaWarning"), text);
        }

        DomainProperties properties = new()
        {
            Given = new HashSet<string>(
                Given.Has(nameof(Quota), IsOwnObject)
                    ? [nameof(DomainProperties.MaxTotalSize)]
                    : []),
            MaxTotalSize = Quota,
        };
        WarnOfSmall(nameof(Quota), properties.Given.Count > 0 ? Quota : null);
        Change(
            text, MailText.Of("Action.SetDomainQuota"), new SetDomain(name, properties), PassThru ? _ =>
                WriteObject(Send(new GetDomainQuota(name))) : null);
    }

    private void Write(MailAccount account) => WriteObject(new MailQuota
    {
        Address = account.Address,
        Quota = account.Quota,
        QuotaWarning = account.QuotaWarning,
        Inherited = account.Inherited,
        UsedSize = account.UsedSize,
        UsedPercent = account.UsedPercent,
        QuotaStatus = account.QuotaStatus,
    });
}
