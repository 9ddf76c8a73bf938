using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Pipeline;
using MailAdmin.Requests;

namespace MailAdmin.Commands.Quotas;

/// <summary>Gets the quotas of accounts or domains, and how much of each is used.</summary>
/// <remarks>
/// A text with '@' or wildcards names accounts; any other text names a domain, whose total quota (MaxTotalSize) is
/// written. An address or domain that does not exist is an error; a pattern may match nothing.
/// </remarks>
/// <example>
///   <summary>List accounts that have used 80 percent or more</summary>
///   <code>Get-MailQuota -Threshold 80</code>
/// </example>
/// <example>
///   <summary>See which accounts grow, and when they will be full</summary>
///   <code>Get-MailQuota -Forecast | Where-Object GrowthPerDay | Sort-Object FullOn | Format-List</code>
/// </example>
/// <example>
///   <summary>See how much space all accounts of a domain use together</summary>
///   <code>Get-MailQuota example.test</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "MailQuota", HelpUri = HelpLocation.Root + "Get-MailQuota")]
[OutputType(typeof(MailQuota))]
public sealed class GetMailQuotaCommand : MailAdminCmdlet
{
    /// <summary>
    /// Addresses of accounts, with '*' and '?' as wildcards, or names of domains. Default: all accounts.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "Domain")]
    [Identity(nameof(Address), "Name", "Domain")]
    [ArgumentCompleter(typeof(AccountAddressCompleter))]
    [SupportsWildcards]
    public string[] Address { get; set; } = ["*"];

    /// <summary>Only those that have used this percentage or more.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public double? Threshold { get; set; }

    /// <summary>
    /// Adds GrowthPerDay and FullOn: how much is used more each day, by the last 30 days, and when the quota is
    /// reached.
    /// </summary>
    [Parameter]
    public SwitchParameter Forecast { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string text in Address)
        {
            Attempt(text, () => Write(text));
        }
    }

    private void Write(string text)
    {
        if (AddressPattern.IsDomain(text))
        {
            MailQuota quota = Send(new GetDomainQuota(DomainName.Parse(text), Forecast));
            if (Threshold is null || quota.UsedPercent >= Threshold)
            {
                WriteObject(quota);
            }

            return;
        }

        bool isPattern = AddressPattern.IsPattern(text);
        if (!isPattern)
        {
            // Tells an account that is not there from one below the threshold.
            Send(new GetAccount(EmailAddress.Parse(text)));
        }

        foreach (MailQuota quota in Stream(new GetAccountQuotas(AddressPattern.OfAddress(text), Threshold, Forecast)))
        {
            WriteObject(quota);
        }
    }
}
