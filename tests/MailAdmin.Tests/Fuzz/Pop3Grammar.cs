using System.Text;

namespace MailAdmin.Tests.Fuzz;

/// <summary>Sessions of POP3: RFC 1939, RFC 2449, RFC 5034, RFC 6856.</summary>
internal sealed class Pop3Grammar(Grammar grammar)
{
    public string Session()
    {
        StringBuilder session = new();
        session.Append(grammar.Maybe(30, () => "CAPA\r\n"));
        session.Append(LogOn());
        session.Append(grammar.Repeat(1, 30, "", () => Any() + "\r\n"));
        return session.Append(grammar.Maybe(60, () => "QUIT\r\n")).ToString();
    }

    private string LogOn() => grammar.Next(10) switch
    {
        0 => "USER ann@example.test\r\nPASS wrong\r\n",
        1 => "AUTH PLAIN AGFubkBleGFtcGxlLnRlc3QAc2VjcmV0\r\n",
        2 => "AUTH SCRAM-SHA-256\r\nbiwsbj1hbm4scj1hYmM=\r\n*\r\n",
        3 => "APOP ann@example.test 0123456789abcdef0123456789abcdef\r\n",
        _ => $"USER {grammar.Account()}@example.test\r\nPASS secret\r\n",
    };

    private string Any() => grammar.Either(
        () => grammar.Pick("STAT", "LIST", "UIDL", "NOOP", "RSET", "CAPA", "LAST", "LANG", "UTF8", "STLS", "AUTH", "LANG ja", "LANG *"),
        () => $"{grammar.Pick("LIST", "UIDL", "RETR", "RETR", "DELE")} {grammar.Number()}",
        () => $"TOP {grammar.Number()} {grammar.Number()}",
        () => $"{grammar.Pick("USER", "PASS", "LANG", "X")} {grammar.Word()}",
        grammar.Word);
}
