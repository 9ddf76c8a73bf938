using MailAdmin.Contracts;
using MailAdmin.Protocols.Smtp.Content;

namespace MailAdmin.Protocols.Smtp.Session;

/// <summary>One mail transaction: what MAIL, RCPT and BDAT have gathered. RFC 5321 §3.3</summary>
internal sealed class SmtpTransaction : IAsyncDisposable
{
    private readonly List<EnvelopeRecipient> recipients = [];

    /// <summary>The sender; null: the null reverse-path.</summary>
    public EmailAddress? ReversePath { get; init; }

    /// <summary>The octets that MAIL announced; null: none. RFC 1870 §6</summary>
    public long? DeclaredSize { get; init; }

    /// <summary>The other parameters of MAIL.</summary>
    public MessageOptions Options { get; init; } = MessageOptions.None;

    /// <summary>The recipients that were accepted, each with where it goes.</summary>
    public IReadOnlyList<EnvelopeRecipient> Recipients => recipients;

    /// <summary>The message so far, when it comes in chunks.</summary>
    public MessageIntake? Intake { get; set; }

    /// <summary>Accepts a recipient.</summary>
    public void Add(EnvelopeRecipient recipient) => recipients.Add(recipient);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Intake?.DisposeAsync() ?? ValueTask.CompletedTask;
}
