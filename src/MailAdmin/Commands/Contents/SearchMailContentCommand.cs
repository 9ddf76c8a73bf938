using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Requests;

namespace MailAdmin.Commands.Contents;

/// <summary>Finds messages in the folders of accounts.</summary>
/// <remarks>
/// Writes one object for each message that meets all conditions, as they are found: by account, folder and number.
/// Texts are found as IMAP SEARCH finds them: anywhere in the field, decoded, without regard to upper and lower case.
/// Nothing is changed: a message stays unread. Conditions on date, size and flags alone are quick; those on texts read
/// the messages.
/// </remarks>
/// <example>
///   <summary>Find what an account received from somebody</summary>
///   <code>Search-MailContent ann@example.test -Sender bob@example.test</code>
/// </example>
/// <example>
///   <summary>Find large messages of a year ago in all accounts</summary>
///   <code>Search-MailContent -MinimumSize 10MB -Before (Get-Date).AddYears(-1) | Sort-Object Size -Descending</code>
/// </example>
/// <example>
///   <summary>Count a wave of unwanted mail in each account</summary>
///   <code>Search-MailContent -Subject 'You have won' | Group-Object Account</code>
/// </example>
[Cmdlet(VerbsCommon.Search, "MailContent", HelpUri = HelpLocation.Root + "Search-MailContent")]
[OutputType(typeof(MailContent))]
public sealed class SearchMailContentCommand : ContentCmdlet
{
    /// <summary>
    /// The address of the account; '*' and '?' are wildcards. Default: all. A domain from the pipeline stands for its
    /// accounts.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Address")]
    [Identity(nameof(Account), "Address", DomainMeansItsAddresses = true)]
    [ArgumentCompleter(typeof(AccountAddressCompleter))]
    [SupportsWildcards]
    public string[] Account { get; set; } = ["*"];

    /// <summary>Writes at most this number of messages for each account or pattern that is given.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? First { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string account in Account)
        {
            Attempt(account, () => WriteEach(
                Stream(new FindContent(FilterFor(account) with { First = First }, WithFields: true))));
        }
    }
}
