using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Pipeline;
using MailAdmin.Requests;

namespace MailAdmin.Commands.Mailboxes;

/// <summary>Gets the folders of accounts.</summary>
/// <remarks>Every account has INBOX; mail programs create others. Folders are written account by account.</remarks>
/// <example>
///   <summary>List the folders of an account</summary>
///   <code>Get-MailMailbox ann@example.test</code>
/// </example>
/// <example>
///   <summary>List the sent mail folders of all accounts of a domain</summary>
///   <code>Get-MailAccount -Domain example.test | Get-MailMailbox -Name Sent*</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "MailMailbox", HelpUri = HelpLocation.Root + "Get-MailMailbox")]
[OutputType(typeof(MailMailbox))]
public sealed class GetMailMailboxCommand : MailAdminCmdlet
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

    /// <summary>The name of the folder; '*' and '?' are wildcards, which also match '/'. Default: all.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(MailboxNameCompleter))]
    [SupportsWildcards]
    public string? Name { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string text in Account)
        {
            Attempt(text, () => Write(text));
        }
    }

    private void Write(string text)
    {
        if (!AddressPattern.IsPattern(text))
        {
            Send(new GetAccount(EmailAddress.Parse(text)));
        }

        foreach (MailMailbox mailbox in Stream(new GetMailboxes(AddressPattern.OfAddress(text), Name)))
        {
            WriteObject(mailbox);
        }
    }
}
