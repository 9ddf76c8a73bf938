using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Pipeline;
using MailAdmin.Requests;

namespace MailAdmin.Commands.Accounts;

/// <summary>Gets the app passwords of accounts, without the passwords themselves.</summary>
/// <remarks>
/// An address or a name without wildcards that does not exist is an error; a pattern may match nothing. Expired app
/// passwords are listed until they are removed.
/// </remarks>
/// <example>
///   <summary>List the app passwords of an account</summary>
///   <code>Get-MailAppPassword ann@example.test</code>
/// </example>
/// <example>
///   <summary>Remove all app passwords that have expired</summary>
///   <code>Get-MailAppPassword | Where-Object { $_.Expires -lt [datetime]::Now } | Remove-MailAppPassword</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "MailAppPassword", HelpUri = HelpLocation.Root + "Get-MailAppPassword")]
[OutputType(typeof(MailAppPassword))]
public sealed class GetMailAppPasswordCommand : MailAdminCmdlet
{
    /// <summary>
    /// The address of the account; '*' and '?' are wildcards. Default: all. A domain from the pipeline stands for its
    /// accounts.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Identity(nameof(Address), DomainMeansItsAddresses = true)]
    [ArgumentCompleter(typeof(AccountAddressCompleter))]
    [SupportsWildcards]
    public string[] Address { get; set; } = ["*"];

    /// <summary>The name of the app password; '*' and '?' are wildcards. Default: all.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(AppPasswordNameCompleter))]
    [SupportsWildcards]
    public string Name { get; set; } = "*";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string text in Address)
        {
            Attempt(text, () => WriteEach(Find(
                Name,
                new GetAppPasswords(AddressPattern.ReadAddress(text), Name),
                () => MailException.Of(MailError.AppPasswordNotFound, Name, text))));
        }
    }
}
