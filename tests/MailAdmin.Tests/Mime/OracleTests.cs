using System.Text;
using MailAdmin.Protocols.Mime;
using MailAdmin.Tests.Messages;
using MimeKit;
using MimeKit.Utils;

namespace MailAdmin.Tests.Mime;

/// <summary>MimeKit, which takes messages apart in its own way, must come to the same.</summary>
public sealed class OracleTests
{
    // Where the two differ on purpose.
    private static readonly string[] StructuresApart =
    [
        "broken-empty-multipart", "broken-no-boundary", // IMAP needs a part
        "broken-no-parts", "mimekit/empty-multipart.txt", // IMAP needs a part
        "broken-empty-parts", // MimeKit leaves an empty part out
        "broken-types", // text/plain instead of application/octet-stream, RFC 2045 §5.2
        "delivery-report", // MimeKit takes text/rfc822-headers for a message
        "mimekit/unmunged.mbox.txt",
    ];

    private static readonly string[] EnvelopesApart =
    [
        "odd-addresses", // MimeKit keeps quotes of a local part and stops at a semicolon
        "mimekit/content-length.mbox.txt#4", // a domain with a second "@"
        "mimekit/stack-overflow.txt", // encoded words without an address, which MimeKit leaves out
        "mimekit/unmunged.mbox.txt",
    ];

    [Fact]
    public async Task Every_message_has_a_whole_structure()
    {
        foreach (TestMessage message in TestMessages.All)
        {
            await StructureCheck.RunAsync(message.Bytes);
        }
    }

    [Fact]
    public async Task Structures_agree_with_MimeKit()
    {
        List<string> differences = [];
        foreach (TestMessage message in TestMessages.All)
        {
            if (TryLoad(message) is not { } parsed)
            {
                continue;
            }

            (_, BodyPart bodyStructure) = await StructureCheck.RunAsync(message.Bytes);
            string ours = Describe(bodyStructure);
            string theirs = Describe(parsed.Body);
            if (ours != theirs && !StructuresApart.Contains(message.Name))
            {
                differences.Add($"{message}\n  ours   {ours}\n  theirs {theirs}");
            }
        }

        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences));
    }

    [Fact]
    public async Task Envelopes_agree_with_MimeKit()
    {
        List<string> differences = [];
        foreach (TestMessage message in TestMessages.All)
        {
            if (TryLoad(message) is not { } parsed)
            {
                continue;
            }

            (StructureView structure, _) = await StructureCheck.RunAsync(message.Bytes);
            object? envelope = ImapListReader.Read(structure.Envelope);
            string ours = Describe(envelope);
            string theirs = Describe(parsed);
            if (ours != theirs && !EnvelopesApart.Contains(message.Name))
            {
                differences.Add($"{message}\n  ours   {ours}\n  theirs {theirs}");
            }
        }

        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences));
    }

    private static MimeMessage? TryLoad(TestMessage message)
    {
        try
        {
            return MimeMessage.Load(new MemoryStream(message.Bytes), TestContext.Current.CancellationToken);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string Describe(BodyPart part)
    {
        if (part.Message is { } message)
        {
            return $"{part.Type}/{part.Subtype}<{Describe(message)}>";
        }

        return part.Size is null
            ? $"{part.Subtype}({string.Join(' ', part.Children.Select(Describe))})"
            : $"{part.Type}/{part.Subtype}:{part.Size}";
    }

    private static string Describe(MimeEntity? entity) => entity switch
    {
        Multipart multipart =>
            $"{multipart.ContentType.MediaSubtype.ToUpperInvariant()}({string.Join(' ', multipart.Select(Describe))})",
        MessagePart message => $"{message.ContentType.MimeType.ToUpperInvariant()}<{Describe(message.Message?.Body)}>",
        MimeKit.MimePart part => $"{part.ContentType.MimeType.ToUpperInvariant()}:{part.Content?.Stream?.Length ?? 0}",
        _ => "none",
    };

    private static string Describe(object? envelope)
    {
        var fields = (List<object?>)envelope!;
        string[] lists =
            [.. Enumerable.Range(2, 6).Select(
                field => string.Join(", ", EnvelopeText.Addresses(envelope, field).Select(Decode)))];
        return $"{Decode((string?)fields[1])}; {string.Join("; ", lists)}; {fields[9]}";
    }

    private static string Describe(MimeMessage message)
    {
        string from = Describe(message.From);
        string[] lists =
        [
            from,
            message.Sender is null ? from : Describe(new InternetAddressList([message.Sender])),
            message.ReplyTo.Count == 0 ? from : Describe(message.ReplyTo),
            Describe(message.To),
            Describe(message.Cc),
            Describe(message.Bcc),
        ];
        return $"{message.Headers[HeaderId.Subject] ?? ""}; {string.Join("; ", lists)}; "
            + message.Headers[HeaderId.MessageId];
    }

    private static string Describe(InternetAddressList list) => string.Join(
        ", ",
        list.Mailboxes.Select(mailbox => $"{mailbox.Name}|{Describe(mailbox)}"));

    private static string Describe(MailboxAddress mailbox)
    {
        string address = mailbox.GetAddress(idnEncode: true);
        return address.Contains('@', StringComparison.Ordinal) ? address : address + "@";
    }

    private static string Decode(string? text) => Rfc2047.DecodeText(Encoding.Latin1.GetBytes(text ?? ""));
}
