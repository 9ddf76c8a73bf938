using System.Text;

namespace MailAdmin.Tests.Fuzz;

/// <summary>Messages: RFC 5322 and RFC 2045 to 2047, right and nearly right. One byte a char.</summary>
internal sealed class MimeGrammar(Grammar grammar)
{
    private static readonly string[] Charsets =
        ["utf-8", "us-ascii", "iso-8859-1", "iso-2022-jp", "shift_jis", "koi8-r", "utf-16", "utf-7", "x-unknown", ""];

    private static readonly string[] Encodings =
        ["7bit", "8bit", "binary", "base64", "quoted-printable", "x-uuencode", "BASE64", ""];

    private static readonly string[] Types =
    [
        "text/plain", "text/html", "image/gif", "application/json", "application/octet-stream", "message/delivery-status",
        "message/external-body", "audio/x", "text", "multipart", "/", "a/b/c", "application/pdf; name=\"a.pdf\"",
    ];

    public string Message(int depth = 0)
    {
        StringBuilder header = new();
        header.Append(grammar.Repeat(0, 8, "", Field));
        return header + Entity(depth);
    }

    private string Entity(int depth) => depth < 4 && grammar.Chance(40) ? Multipart(depth)
        : depth < 4 && grammar.Chance(15) ? $"Content-Type: {grammar.Pick("message/rfc822", "message/global")}\r\n"
            + grammar.Maybe(20, () => "Content-Transfer-Encoding: base64\r\n") + "\r\n" + Message(depth + 1)
        : Leaf();

    private string Multipart(int depth)
    {
        string boundary = grammar.Pick("b", "bb", "=_1", "a b", "", "x'()+_,-./:=?", new string('y', 80));
        string subtype = grammar.Pick("mixed", "alternative", "digest", "report", "signed", "related");
        StringBuilder text = new();
        text.Append("Content-Type: multipart/" + subtype + "; boundary=\"" + boundary + "\"\r\n\r\n");
        text.Append(grammar.Maybe(30, () => "preamble\r\n"));
        for (int i = grammar.Next(4); i > 0; i--)
        {
            text.Append("--" + boundary + "\r\n").Append(Entity(depth + 1)).Append("\r\n");
        }

        return text.Append(grammar.Maybe(80, () => $"--{boundary}--\r\n"))
            .Append(grammar.Maybe(30, () => "epilogue\r\n")).ToString();
    }

    private string Leaf()
    {
        string encoding = grammar.Pick<string>(Encodings);
        string type = grammar.Pick<string>(Types);
        string body = encoding.ToLowerInvariant() switch
        {
            "base64" => Convert.ToBase64String(
                Encoding.Latin1.GetBytes(Text()), Base64FormattingOptions.InsertLineBreaks) + "\r\n",
            "quoted-printable" => Text().Replace("\u00c3", "=C3", StringComparison.Ordinal)
                .Replace("e", grammar.Pick("e", "=65", "=\r\n", "=", "=ZZ"), StringComparison.Ordinal),
            _ => Text(),
        };
        return $"Content-Type: {type}; charset=\"{grammar.Pick<string>(Charsets)}\"\r\n"
            + $"Content-Transfer-Encoding: {encoding}\r\n"
            + grammar.Maybe(30, () => "Content-Disposition: attachment; filename*0*=utf-8''%c3%a4; filename*1=b\r\n")
            + grammar.Maybe(95, () => "\r\n") + body;
    }

    private string Field() => grammar.Pick("Subject", "From", "To", "Cc", "Bcc", "Sender", "Reply-To", "Date", "Message-ID",
        "In-Reply-To", "Received", "X-Long", "MIME-Version", "Content-Language") + grammar.Pick(": ", ":", " : ", ":\r\n ")
        + grammar.Either(Words, Addresses, EncodedWord, Date, () => new string('x', grammar.Next(3_000)), grammar.Word)
        + "\r\n";

    private string Words() => grammar.Repeat(0, 8, grammar.Pick(" ", "\t", "\r\n ", "\r\n\t"), grammar.Word);

    private string Addresses() => grammar.Repeat(0, 5, grammar.Pick(", ", ",", ";"), () => grammar.Pick(
        "ann@example.test", "Ann Example <ann@example.test>", "\"A. B\" <a@b>", "(c) a (d) @ (e) b.c (f)", "<@r,@s:x@y>",
        "group: a@b, c@d;", "undisclosed-recipients:;", "<>", "a", "@", "\"\\\"\"@x", "=?utf-8?b?w6Q=?= <j@x>", "a@[1.2.3.4]"));

    private string EncodedWord() => $"=?{grammar.Pick<string>(Charsets)}?{grammar.Pick("q", "b", "Q", "B", "x")}?"
        + $"{grammar.Pick("=C3=A4", "w6Q=", "////", "a_b", "=ZZ", "")}?=" + grammar.Maybe(30, EncodedWord);

    private string Date() => grammar.Pick("Mon, 02 Mar 2026 09:30:00 +0100", "2 Mar 26 9:30 EST", "99 Foo 9999", "", "now",
        "Thu, 31 Dec 9999 23:59:59 -1200", "Mon, 1 Jan 0001 00:00:00 +1400");

    private string Text() => grammar.Repeat(0, grammar.Pick(3, 3, 30, 300, grammar.Chance(10) ? 20_000 : 3), grammar.Pick("\r\n", " ", "\r\n\r\n"), () =>
        grammar.Pick("needle", "some words", "Gr\u00c3\u00bc\u00c3\u009fe", ".", "..", "--b", "From here", "\u001b$B", "=", "", "\u00ff"));
}
