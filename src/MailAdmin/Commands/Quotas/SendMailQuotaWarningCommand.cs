using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Pipeline;
using MailAdmin.Requests;

namespace MailAdmin.Commands.Quotas;

/// <summary>Warns accounts by mail that they are nearly full.</summary>
/// <remarks>
/// An account is warned once for each percentage of its QuotaWarning that its use reaches, and again when its use has
/// been below it in between. The administrator (AdminAddress of the store) receives one summary. A mailbox that is full
/// gets the message when there is room again. Writes one object for each warning that was sent.
/// </remarks>
/// <example>
///   <summary>See who would be warned</summary>
///   <code>Send-MailQuotaWarning -WhatIf</code>
/// </example>
/// <example>
///   <summary>Warn the accounts of a domain in Japanese</summary>
///   <code>Send-MailQuotaWarning *@example.test -Language ja</code>
/// </example>
[Cmdlet(VerbsCommunications.Send, "MailQuotaWarning", SupportsShouldProcess = true,
    HelpUri = HelpLocation.Root + "Send-MailQuotaWarning")]
[OutputType(typeof(MailQuotaWarning))]
public sealed class SendMailQuotaWarningCommand : QuotaWarningCmdlet
{
    /// <summary>Addresses of accounts, with '*' and '?' as wildcards. Default: all accounts.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Identity(nameof(Address), DomainMeansItsAddresses = true)]
    [ArgumentCompleter(typeof(AccountAddressCompleter))]
    [SupportsWildcards]
    public string[] Address { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string text in Address)
        {
            Attempt(text, () => Process(text));
        }
    }

    private void Process(string text)
    {
        if (!AddressPattern.IsPattern(text))
        {
            // An account that does not exist is an error; one that has room is not.
            Send(new GetAccount(EmailAddress.Parse(text)));
        }

        WriteEach(Warn(AddressPattern.OfAddress(text)).Sent);
    }
}
