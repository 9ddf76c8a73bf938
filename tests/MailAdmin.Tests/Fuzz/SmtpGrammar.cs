using System.Globalization;
using System.Text;

namespace MailAdmin.Tests.Fuzz;

/// <summary>Sessions of SMTP: RFC 5321 §4.1, with its extensions. One byte a char.</summary>
internal sealed class SmtpGrammar(Grammar grammar)
{
    private readonly MimeGrammar mime = new(grammar);

    public string Session()
    {
        StringBuilder session = new();
        session.Append(grammar.Chance(80)
            ? "EHLO client.example\r\n"
            : grammar.Pick("HELO client.example\r\n", "EHLO [127.0.0.1]\r\n", ""));
        session.Append(grammar.Maybe(60, LogOn));
        for (int i = grammar.Next(1, 8); i > 0; i--)
        {
            session.Append(grammar.Either(Transaction, Transaction, Small));
        }

        return session.Append(grammar.Maybe(70, () => "QUIT\r\n")).ToString();
    }

    private string LogOn() => grammar.Pick(
        "AUTH PLAIN AGFubkBleGFtcGxlLnRlc3QAc2VjcmV0\r\n", "AUTH PLAIN AGFubkBleGFtcGxlLnRlc3QAc2VjcmV0\r\n",
        "AUTH PLAIN\r\nAGFubkBleGFtcGxlLnRlc3QAc2VjcmV0\r\n", "AUTH LOGIN\r\nYW5uQGV4YW1wbGUudGVzdA==\r\nc2VjcmV0\r\n",
        "AUTH LOGIN\r\n*\r\n", "AUTH SCRAM-SHA-256 biwsbj1hbm4scj1hYmM=\r\nYz1iaXdz\r\n", "AUTH X =\r\n");

    private string Small() => grammar.Pick("NOOP", "RSET", "HELP", "VRFY ann", "EXPN x", "STARTTLS", "ETRN x", "TURN", "\t", "",
        "EHLO", "HELO x y", "EHLO [IPv6:::1]", "QUIT now", "NOOP x", "DATA", "BDAT", "BDAT x", "MAIL", "RCPT TO:<ann@example.test>")
        + "\r\n";

    private string Transaction() => $"MAIL FROM:{Path()}{grammar.Maybe(30, () => grammar.Repeat(0, 3, "", MailParameter))}\r\n"
        + grammar.Repeat(1, 4, "", () => $"RCPT TO:{Path()}{grammar.Maybe(20, () => grammar.Repeat(0, 2, "", RcptParameter))}\r\n")
        + grammar.Either(Data, Chunks);

    private string Path() => grammar.Chance(75)
        ? $"<{grammar.Account()}@example.test>"
        : grammar.Pick("<>", "<postmaster>",
        "<\"a b\"@example.test>", "<@x,@y:ann@example.test>", "<ann@[127.0.0.1]>", "<gr\u00c3\u00bc@example.test>", "ann", "<ann@>",
        "<a@b@c>", " <ann@example.test>", "<" + new string('x', 300) + "@example.test>");

    private string MailParameter() => " " + grammar.Pick("SIZE=100", "SIZE=99999999999999999999", "BODY=8BITMIME", "BODY=BINARYMIME",
        "BODY=7BIT", "SMTPUTF8", "RET=HDRS", "RET=FULL", "ENVID=a+2Bb", "ENVID=+", "AUTH=<>", "REQUIRETLS", "HOLDFOR=10", "BY=60;R",
        "SIZE=1 SIZE=2", "X=Y", "=", "MT-PRIORITY=3");

    private string RcptParameter() => " " + grammar.Pick("NOTIFY=NEVER", "NOTIFY=SUCCESS,FAILURE,DELAY", "NOTIFY=,", "NOTIFY=NEVER,SUCCESS",
        "ORCPT=rfc822;ann@example.test", "ORCPT=utf-8;\\x{E4}", "ORCPT=;", "X");

    private string Data()
    {
        string message = mime.Message();
        return "DATA\r\n" + (message.StartsWith('.') ? "." : "")
            + message.Replace("\r\n.", "\r\n..", StringComparison.Ordinal) + "\r\n.\r\n";
    }

    private string Chunks()
    {
        string message = grammar.Chance(30) ? mime.Message() + "\0\n\r" : mime.Message();
        StringBuilder chunks = new();
        for (int place = 0; place < message.Length && grammar.Chance(80);)
        {
            int length = Math.Min(grammar.Next(1, message.Length + 1), message.Length - place);
            chunks.Append(CultureInfo.InvariantCulture, $"BDAT {length}\r\n{message.AsSpan(place, length)}");
            place += length;
        }

        return chunks + grammar.Maybe(90, () => "BDAT 0 LAST\r\n");
    }
}
