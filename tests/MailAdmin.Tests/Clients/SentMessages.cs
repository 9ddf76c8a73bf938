using MailAdmin.Tests.Messages;

namespace MailAdmin.Tests.Clients;

/// <summary>
/// The messages that every client sends and reads: all of the project's and the corpus', and one of 10 MB. A bare CR, a
/// bare LF and a NUL cannot go by SMTP (RFC 5321 §2.3.8, the server refuses them), and a message sent by it ends with
/// CRLF: those that do not fit are brought to the form that a client must give them.
/// </summary>
internal static partial class SentMessages
{
    private static readonly Lazy<IReadOnlyList<byte[]>> LazySmall = new(
        () => [.. TestMessages.All.Select(message => ForSmtp(message.Bytes))]);

    /// <summary>All but the one of 10 MB.</summary>
    public static IReadOnlyList<byte[]> Small => LazySmall.Value;

    /// <summary>All.</summary>
    public static IReadOnlyList<byte[]> All { get; } = [.. Small, TestMessages.TenMegabytes().Bytes];

    /// <summary>
    /// Those that a submission server leaves as they are, written by an account: the server adds Date and Message-ID
    /// where they are missing, removes Bcc, and lets nobody write as another (RFC 6409 §6.1, §8).
    /// </summary>
    public static IReadOnlyList<byte[]> ForSubmissionBy(string account) =>
        [.. All.Where(HasIdentity).Select(octets => WithAuthor(octets, account))];

    [System.Text.RegularExpressions.GeneratedRegex(
        "^(?:From|Sender)[ \\t]*:[^\\n]*\\n(?:[ \\t][^\\n]*\\n)*",
        System.Text.RegularExpressions.RegexOptions.IgnoreCase | System.Text.RegularExpressions.RegexOptions.Multiline)]
    private static partial System.Text.RegularExpressions.Regex Authors();

    private static byte[] WithAuthor(byte[] octets, string account)
    {
        string text = System.Text.Encoding.Latin1.GetString(octets);
        int end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 2;
        return System.Text.Encoding.Latin1.GetBytes(
            $"From: <{account}>\r\n{Authors().Replace(text[..end], "")}{text[end..]}");
    }

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

    private static bool Has(string header, string field) =>
        header.Contains($"\r\n{field}:", StringComparison.OrdinalIgnoreCase);
}
