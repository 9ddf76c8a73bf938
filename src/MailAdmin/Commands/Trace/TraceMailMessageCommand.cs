using System.Management.Automation;
using MailAdmin.Completion;
using MailAdmin.Contracts;
using MailAdmin.Pipeline;
using MailAdmin.Requests;

namespace MailAdmin.Commands.Trace;

/// <summary>Traces messages: who sent them, where they went, and who read or removed them.</summary>
/// <remarks>
/// One object for each step and recipient: Receive, Reject, Queue, Defer, Send, Deliver, Bounce, Retrieve, Delete.
/// Events are kept for the TraceRetention of the store. An event must meet all conditions that are given; texts may
/// contain the wildcards '*' and '?'.
/// </remarks>
/// <example>
///   <summary>See what happened to the mail for an address today</summary>
///   <code>Trace-MailMessage bob@example.net -Start ([DateTime]::Today)</code>
/// </example>
/// <example>
///   <summary>See everything that happened to one message</summary>
///   <code>Trace-MailMessage -MessageId 1795524954.42@example.test</code>
/// </example>
/// <example>
///   <summary>See what was refused, and why</summary>
///   <code>Trace-MailMessage -EventId Reject -Start ([DateTime]::Now.AddHours(-1))</code>
/// </example>
[Cmdlet(VerbsDiagnostic.Trace, "MailMessage", HelpUri = HelpLocation.Root + "Trace-MailMessage")]
[OutputType(typeof(MailTraceEvent))]
public sealed class TraceMailMessageCommand : MailAdminCmdlet
{
    /// <summary>Events at this time or after it.</summary>
    [Parameter]
    public DateTimeOffset? Start { get; set; }

    /// <summary>Events before this time.</summary>
    [Parameter]
    public DateTimeOffset? End { get; set; }

    /// <summary>The sender of the message.</summary>
    [Parameter]
    [SupportsWildcards]
    [AllowEmptyString]
    public string? Sender { get; set; }

    /// <summary>The recipient, or the account that read or removed it.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(AccountAddressCompleter))]
    [SupportsWildcards]
    public string? Recipient { get; set; }

    /// <summary>The Message-ID, with or without angle brackets.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    public string? MessageId { get; set; }

    /// <summary>A part of the subject, or a pattern of it.</summary>
    [Parameter]
    [SupportsWildcards]
    public string? Subject { get; set; }

    /// <summary>Only these steps.</summary>
    [Parameter]
    public MailTraceEventId[]? EventId { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        TraceFilter filter = new()
        {
            Start = Start,
            End = End,
            Sender = Sender,
            Recipient = Recipient,
            MessageId = MessageId,
            Subject = Subject,
            EventId = EventId ?? [],
        };
        Attempt("", () =>
        {
            foreach (MailTraceEvent traced in Stream(new FindTrace(filter)))
            {
                WriteObject(ReaderTexts.ForReader(traced));
            }
        });
    }
}
