using MailAdmin.Contracts;

namespace MailAdmin.Protocols.Smtp;

/// <summary>One mail transaction: what MAIL, RCPT and BDAT have gathered. RFC 5321 §3.3</summary>
internal sealed class SmtpTransaction : IAsyncDisposable
{
    private readonly List<EmailAddress> recipients = [];
    private readonly List<Route> routes = [];

    /// <summary>The sender; null: the null reverse-path.</summary>
    public EmailAddress? ReversePath { get; init; }

    /// <summary>The octets that MAIL announced; null: none. RFC 1870 §6</summary>
    public long? DeclaredSize { get; init; }

    /// <summary>Whether MAIL asked for SMTPUTF8. RFC 6531 §3.4</summary>
    public bool UsesUtf8 { get; init; }

    /// <summary>The recipients that were accepted.</summary>
    public IReadOnlyList<EmailAddress> Recipients => recipients;

    /// <summary>Where each goes.</summary>
    public IReadOnlyList<Route> Routes => routes;

    /// <summary>The message so far, when it comes in chunks.</summary>
    public MessageIntake? Intake { get; set; }

    /// <summary>Accepts a recipient.</summary>
    public void Add(EmailAddress recipient, Route route)
    {
        recipients.Add(recipient);
        routes.Add(route);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Intake?.DisposeAsync() ?? ValueTask.CompletedTask;
}
