using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Pipeline;
using MailAdmin.Requests;

namespace MailAdmin.Commands.Accounts;

/// <summary>Gets accounts, with their usage and last logon.</summary>
/// <remarks>
/// Accounts are written in the order of their addresses, as they are found. An address without wildcards that does not
/// exist is an error; a pattern may match nothing. The addresses of many are read as EmailAddress, because arrays of
/// PowerShell have a method that is called Address.
/// </remarks>
/// <example>
///   <summary>List the accounts of a domain</summary>
///   <code>Get-MailAccount -Domain example.test</code>
/// </example>
/// <example>
///   <summary>List enabled accounts that nobody has used for 90 days</summary>
///   <code>Get-MailAccount -Enabled -InactiveSince ([datetime]::Today.AddDays(-90))</code>
/// </example>
/// <example>
///   <summary>Find out which addresses of a list have no account</summary>
///   <code>
///   $known = (Get-MailAccount).EmailAddress
///   'ann@example.test', 'nobody@example.test' | Where-Object { $_ -notin $known }
///   </code>
/// </example>
/// <example>
///   <summary>Save accounts to a file, and bring back what was changed since</summary>
///   <code>
///   Get-MailAccount | Export-Csv accounts.csv
///   Import-Csv accounts.csv | Set-MailAccount
///   </code>
/// </example>
[Cmdlet(VerbsCommon.Get, "MailAccount", HelpUri = HelpLocation.Root + "Get-MailAccount")]
[OutputType(typeof(MailAccount))]
public sealed class GetMailAccountCommand : MailAdminCmdlet
{
    /// <summary>
    /// The address; '*' and '?' are wildcards. Default: all. A domain from the pipeline stands for its accounts.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Identity(nameof(Address), "Account", DomainMeansItsAddresses = true)]
    [ArgumentCompleter(typeof(AccountAddressCompleter))]
    [SupportsWildcards]
    public string[] Address { get; set; } = ["*"];

    /// <summary>Only accounts of this domain.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DomainNameCompleter))]
    public string? Domain { get; set; }

    /// <summary>Only accounts that are enabled.</summary>
    [Parameter]
    public SwitchParameter Enabled { get; set; }

    /// <summary>Only accounts that are disabled.</summary>
    [Parameter]
    public SwitchParameter Disabled { get; set; }

    /// <summary>Only accounts that have reached their quota.</summary>
    [Parameter]
    public SwitchParameter OverQuota { get; set; }

    /// <summary>
    /// Only accounts that have not logged on since a time. Of those that never have, the ones that were created before.
    /// </summary>
    [Parameter]
    public DateTimeOffset? InactiveSince { get; set; }

    /// <summary>The maximum number of accounts to write, for all addresses together.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? First { get; set; }

    private int Written { get; set; }

    private int? Remaining => First - Written;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string text in Address.TakeWhile(_ => Remaining is null or > 0))
        {
            Attempt(text, () => Write(text));
        }
    }

    private void Write(string text)
    {
        bool isPattern = AddressPattern.IsPattern(text);
        GetAccounts filter = new()
        {
            Address = isPattern ? AddressPattern.OfAddress(text) : EmailAddress.Parse(text).Canonical,
            Domain = Domain is null ? null : DomainName.Parse(Domain),
            Enabled = Enabled == Disabled ? null : Enabled.IsPresent,
            OverQuota = OverQuota,
            InactiveSince = InactiveSince,
            First = Remaining,
        };
        bool isFiltered = filter is not { Domain: null, Enabled: null, OverQuota: false, InactiveSince: null };
        if (isPattern || isFiltered)
        {
            int before = Written;
            foreach (MailAccount account in Stream(filter))
            {
                Written++;
                WriteObject(account);
            }

            if (Written == before && filter.Domain is { } domain)
            {
                RequireDomain(domain);
            }
        }
        else
        {
            WriteObject(Send(new GetAccount(EmailAddress.Parse(text))));
            Written++;
        }
    }

    // Tells a domain that has no such accounts from one that is not there.
    private void RequireDomain(DomainName domain)
    {
        if (!Stream(new GetDomains(domain.Ascii)).Any())
        {
            throw MailException.Of(MailError.DomainNotFound, domain);
        }
    }
}
