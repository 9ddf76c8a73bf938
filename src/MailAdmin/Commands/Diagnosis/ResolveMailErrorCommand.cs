using System.Management.Automation;
using MailAdmin.Diagnosis;
using MailAdmin.Pipeline;

namespace MailAdmin.Commands.Diagnosis;

/// <summary>Explains a mail error text or code, and what to do about it.</summary>
/// <remarks>
/// Accepts what a server, a mail program or a cmdlet said: SMTP codes (550 5.7.1, or 5.7.1 alone), IMAP and POP3 codes
/// in brackets, codes of Outlook (0x800CCC0E), texts of .NET and of the system, names of MailAdmin's errors, error
/// records from $Error, messages in the queue and events of the trace. Where the text beside a code names the cause
/// more exactly than the code, the text is explained. An unknown code is reported as unknown; the class of an SMTP code
/// still says whether the same message can succeed later. No server is contacted.
/// </remarks>
/// <example>
///   <summary>Explain what a server said</summary>
///   <code>Resolve-MailError '550 5.7.1 Unable to relay'</code>
/// </example>
/// <example>
///   <summary>Explain a code of Outlook, with everything that is known about it</summary>
///   <code>Resolve-MailError 0x800CCC0E | Format-List</code>
/// </example>
/// <example>
///   <summary>Explain why messages wait in the queue</summary>
///   <code>Get-MailQueueItem | Resolve-MailError</code>
/// </example>
/// <example>
///   <summary>Explain the errors of this session</summary>
///   <code>$Error | Resolve-MailError</code>
/// </example>
[Cmdlet(VerbsDiagnostic.Resolve, "MailError", HelpUri = HelpLocation.Root + "Resolve-MailError")]
[OutputType(typeof(MailErrorResolution))]
public sealed class ResolveMailErrorCommand : AsyncMailAdminCmdlet
{
    /// <summary>
    /// The error: a text, a code, an error record, an exception, a message in the queue, an event of the trace or a
    /// result of a test.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object?[] InputObject { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (object? item in InputObject ?? [])
        {
            object? error = item is PSObject wrapper ? wrapper.BaseObject : item;
            if (error is null || error is string text && string.IsNullOrWhiteSpace(text))
            {
                Attempt("", () => throw MailException.Of(MailError.InvalidArgument.As("Empty"), nameof(InputObject)));
                continue;
            }

            WriteObject(ErrorResolutions.Resolve(error));
        }
    }
}
