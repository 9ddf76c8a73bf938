using MailAdmin.Tests.Messages;
using MimeKit;

namespace MailAdmin.Tests.Clients;

/// <summary>
/// The messages that every client sends and reads: all of the project's and the corpus', and one of 10 MB. A bare CR, a
/// bare LF and a NUL cannot go by SMTP (RFC 5321 §2.3.8, the server refuses them), and a message sent by it ends with
/// CRLF: those that do not fit are brought to the form that a client must give them.
/// </summary>
internal static class SentMessages
{
    private static readonly Lazy<IReadOnlyList<byte[]>> LazySmall = new(() => [.. TestMessages.All.Select(message => ForSmtp(message.Octets))]);

    /// <summary>All but the one of 10 MB.</summary>
    public static IReadOnlyList<byte[]> Small => LazySmall.Value;

    /// <summary>All.</summary>
    public static IReadOnlyList<byte[]> All { get; } = [.. Small, TestMessages.TenMegabytes().Octets];

    /// <summary>The authors whose addresses lead to every account that sends here.</summary>
    public static IReadOnlyList<string> Authors { get; } = ["ann@example.test", "carol@example.test", "yamada@example.test"];

    /// <summary>
    /// Those that a submission server takes from these authors and leaves as they are: it adds Date and Message-ID where they
    /// are missing, removes Bcc, and refuses other authors (RFC 6409 §6.1, §8).
    /// </summary>
    public static IReadOnlyList<byte[]> ForSubmission { get; } = [.. All.Where(octets => HasIdentity(octets) && IsFromAuthors(octets))];

    private static byte[] ForSmtp(byte[] octets)
    {
        List<byte> line = new(octets.Length + 2);
        for (int i = 0; i < octets.Length; i++)
        {
            byte octet = octets[i];
            if (octet == 0)
            {
                continue;
            }

            bool isEnd = octet is (byte)'\r' or (byte)'\n';
            if (!isEnd)
            {
                line.Add(octet);
                continue;
            }

            line.AddRange("\r\n"u8);
            i += octet == '\r' && i + 1 < octets.Length && octets[i + 1] == '\n' ? 1 : 0;
        }

        if (line.Count < 2 || line[^1] != '\n')
        {
            line.AddRange("\r\n"u8);
        }

        return [.. line];
    }

    private static bool HasIdentity(byte[] octets)
    {
        int end = octets.AsSpan().IndexOf("\r\n\r\n"u8);
        string header = "\r\n" + System.Text.Encoding.Latin1.GetString(octets, 0, Math.Max(0, end));
        return Has(header, "Date") && Has(header, "Message-ID") && Has(header, "From") && !Has(header, "Bcc");
    }

    private static bool IsFromAuthors(byte[] octets)
    {
        using MemoryStream stream = new(octets);
        using MimeMessage message = MimeMessage.Load(stream);
        string[] from = [.. message.From.Mailboxes.Select(mailbox => mailbox.Address)];
        return from.Length > 0 && message.Sender is null && from.All(Authors.Contains) && message.From.Count == from.Length;
    }

    private static bool Has(string header, string field) => header.Contains($"\r\n{field}:", StringComparison.OrdinalIgnoreCase);
}
