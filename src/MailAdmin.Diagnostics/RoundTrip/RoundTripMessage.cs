using System.Security.Cryptography;
using MimeKit;

namespace MailAdmin.Diagnostics.RoundTrip;

/// <summary>The message that is sent, identified by a unique word in its subject.</summary>
internal sealed class RoundTripMessage(RoundTripRequest request)
{
    // Letters outside of ASCII show what a gateway does to text.
    private const string Text = """
        This message tests the delivery of mail and may be deleted.
        Grüße, 日本語, done: Test-MailRoundTrip sends it and removes it when it has arrived.
        """;

    private readonly string id = "round-trip-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));

    public string Subject => $"MailAdmin {id}";

    private string MessageId => $"{id}@{request.Sender.Domain.Ascii}";

    public MimeMessage Create(DateTimeOffset now)
    {
        MimeMessage message = new()
        {
            Date = now,
            Subject = Subject,
            MessageId = MessageId,
            Body = new TextPart("plain") { Text = Text },
        };
        message.From.Add(MailboxAddress.Parse(request.Sender.ToMailboxString()));
        message.To.Add(MailboxAddress.Parse(request.Recipient.ToMailboxString()));

        // Keeps vacation messages and lists from answering. RFC 3834 §5
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }

    /// <summary>The parts that differ from what was sent; empty when nothing does.</summary>
    public IEnumerable<string> FindChanges(MimeMessage arrived)
    {
        (string Part, string Sent, string? Arrived)[] parts =
        [
            ("Subject", Subject, arrived.Subject),
            ("From", request.Sender.ToMailboxString(), arrived.From.Mailboxes.FirstOrDefault()?.Address),
            ("MessageId", MessageId, arrived.MessageId),
            ("Text", Normalize(Text), Normalize(arrived.TextBody ?? "")),
        ];
        return parts.Where(part => !part.Sent.Equals(part.Arrived, StringComparison.OrdinalIgnoreCase))
            .Select(part => part.Part);
    }

    private static string Normalize(string text) => text.ReplaceLineEndings("\n").Trim();
}
