using System.Security.Cryptography;
using MimeKit;

namespace MailAdmin.Diagnostics.RoundTrip;

/// <summary>The message that makes the trip: known by a word in its subject that nobody else has.</summary>
internal sealed class RoundTripMessage(RoundTripRequest request)
{
    // Letters beyond ASCII and a long line show what a gateway does to text.
    private const string Text = """
        This message tests the way of mail and may be deleted.
        Grüße, 日本語, done: it is made by Test-MailRoundTrip and removed when it has arrived.
        """;

    public string Id { get; } = "round-trip-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));

    public string Subject => $"MailAdmin {Id}";

    public MimeMessage Create(DateTimeOffset now)
    {
        MimeMessage message = new()
        {
            Date = now,
            Subject = Subject,
            MessageId = $"{Id}@{request.Sender.Domain.Ascii}",
            Body = new TextPart("plain") { Text = Text },
        };
        message.From.Add(MailboxAddress.Parse(request.Sender.ToMailboxString()));
        message.To.Add(MailboxAddress.Parse(request.Recipient.ToMailboxString()));

        // Nobody answers it, neither a person on holiday nor a list. RFC 3834 §5
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }

    /// <summary>What is not as it was sent; empty: all is.</summary>
    public IReadOnlyList<string> FindChanges(MimeMessage arrived)
    {
        List<string> changes = [];
        Compare(changes, "Subject", Subject, arrived.Subject);
        Compare(changes, "From", request.Sender.ToMailboxString(), arrived.From.Mailboxes.FirstOrDefault()?.Address);
        Compare(changes, "Message-ID", $"{Id}@{request.Sender.Domain.Ascii}", arrived.MessageId);
        Compare(changes, "text", Normalize(Text), Normalize(arrived.TextBody ?? ""));
        return changes;
    }

    private static void Compare(List<string> changes, string part, string sent, string? arrived)
    {
        if (!sent.Equals(arrived, StringComparison.OrdinalIgnoreCase))
        {
            changes.Add(part);
        }
    }

    private static string Normalize(string text) => text.ReplaceLineEndings("\n").Trim();
}
