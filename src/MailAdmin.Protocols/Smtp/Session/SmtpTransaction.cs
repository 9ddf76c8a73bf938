using MailAdmin.Contracts;
using MailAdmin.Protocols.Smtp.Content;
using MailAdmin.Protocols.Transport;

namespace MailAdmin.Protocols.Smtp.Session;

/// <summary>One mail transaction: what MAIL, RCPT and BDAT have gathered. RFC 5321 §3.3</summary>
internal sealed class SmtpTransaction : IAsyncDisposable
{
    private readonly List<EnvelopeRecipient> recipients = [];

    /// <summary>The sender, or null for the null reverse-path.</summary>
    public EmailAddress? ReversePath { get; init; }

    /// <summary>The bytes that MAIL announced, or null when there is none. RFC 1870 §6</summary>
    public long? DeclaredSize { get; init; }

    /// <summary>The other parameters of MAIL.</summary>
    public MessageOptions Options { get; init; } = MessageOptions.None;

    /// <summary>The recipients that were accepted, each with where it goes.</summary>
    public IReadOnlyList<EnvelopeRecipient> Recipients => recipients;

    /// <summary>The message received so far, when the client sends chunks.</summary>
    public MessageReceiver? Receiver { get; set; }

    /// <summary>How slowly the chunks may arrive, all together.</summary>
    public TransferCredit? ChunkCredit { get; set; }

    /// <summary>Accepts a recipient.</summary>
    public void Add(EnvelopeRecipient recipient) => recipients.Add(recipient);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Receiver?.DisposeAsync() ?? ValueTask.CompletedTask;
}
