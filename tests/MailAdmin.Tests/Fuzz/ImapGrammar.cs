using System.Globalization;
using System.Text;

namespace MailAdmin.Tests.Fuzz;

/// <summary>Sessions of IMAP: RFC 3501 §9, RFC 9051 §9. One byte a char.</summary>
internal sealed class ImapGrammar(Grammar grammar)
{
    private readonly MimeGrammar mime = new(grammar);
    private int tags;

    public string Session()
    {
        StringBuilder session = new();
        session.Append(Command(LogOn()));
        session.Append(Command("SELECT INBOX"));
        for (int i = grammar.Next(1, 25); i > 0; i--)
        {
            session.Append(Command(Any()));
        }

        return session.ToString();
    }

    private string Command(string text) => $"{grammar.Pick("a", "A1.", "t")}{++tags} {text}\r\n";

    private string LogOn() => grammar.Next(20) switch
    {
        0 => "LOGIN ann@example.test wrong",
        1 => "AUTHENTICATE PLAIN AGFubkBleGFtcGxlLnRlc3QAc2VjcmV0",
        2 => "AUTHENTICATE PLAIN\r\nAGFubkBleGFtcGxlLnRlc3QAc2VjcmV0",
        3 => "AUTHENTICATE SCRAM-SHA-256 bixhPWJvYixuPWFubixyPWFiYw==",
        4 => "AUTHENTICATE LOGIN\r\n*",
        5 => "LOGIN {16}\r\nann@example.test {6+}\r\nsecret",
        _ => $"LOGIN {grammar.Account()}@example.test secret",
    };

    private string Any() => grammar.Either(
        () => grammar.Pick("CAPABILITY", "NOOP", "CHECK", "CLOSE", "UNSELECT", "EXPUNGE", "NAMESPACE", "STARTTLS", "ID NIL"),
        () => $"ID (\"name\" {Text()} \"version\" {Text()})",
        () => $"{grammar.Pick("SELECT", "EXAMINE", "CREATE", "DELETE", "SUBSCRIBE", "UNSUBSCRIBE", "GETQUOTAROOT")} {Text()}",
        () => $"SELECT INBOX",
        () => $"RENAME {Text()} {Text()}",
        () => $"{grammar.Pick("LIST", "LSUB")} {Text()} {Pattern()}",
        () => $"LIST (SPECIAL-USE) \"\" {Pattern()} RETURN (CHILDREN)",
        () => $"STATUS {Text()} ({grammar.Repeat(1, 5, " ", StatusItem)})",
        Append, Append,
        Fetch, Fetch, Fetch,
        () => $"{Uid()}SEARCH {grammar.Maybe(20, () => "CHARSET UTF-8 ")}{grammar.Repeat(1, 4, " ", () => Key(0))}",
        () => $"{Uid()}SEARCH {grammar.Repeat(1, 4, " ", () => Key(0))}",
        () => $"{Uid()}STORE {Set()} {grammar.Pick("", "+", "-")}FLAGS{grammar.Maybe(30, () => ".SILENT")} {Flags()}",
        () => $"{Uid()}{grammar.Pick("COPY", "MOVE")} {Set()} {Text()}",
        () => $"UID EXPUNGE {Set()}",
        () => $"ENABLE {grammar.Word()}",
        () => $"GETQUOTA {Text()}",
        () => "IDLE\r\nDONE",
        () => grammar.Word());

    private string Append()
    {
        string message = mime.Message();
        return $"APPEND {grammar.Pick("INBOX", "INBOX", "INBOX", "Work", "a")} {grammar.Maybe(30, () => Flags() + " ")}"
            + grammar.Maybe(30, () => DateTime() + " ")
            + $"{{{message.Length.ToString(CultureInfo.InvariantCulture)}{grammar.Pick("", "+")}}}\r\n{message}";
    }

    private string Fetch() => $"{Uid()}FETCH {Set()} "
        + (grammar.Chance(20) ? grammar.Pick("ALL", "FAST", "FULL", "FLAGS") : $"({grammar.Repeat(1, 6, " ", Item)})");

    private string Item() => grammar.Either(
        () => grammar.Pick("UID", "FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE", "BODY", "BODYSTRUCTURE", "RFC822",
            "RFC822.HEADER", "RFC822.TEXT"),
        () => $"BODY{grammar.Pick("", ".PEEK")}[{Section()}]{grammar.Maybe(30, () => $"<{grammar.Number()}.{grammar.Number()}>")}");

    private string Section() => grammar.Repeat(0, 4, ".", grammar.Number) + grammar.Either(
        () => "", () => grammar.Pick("HEADER", "TEXT", ".MIME", ".HEADER", ".TEXT", "MIME"),
        () => $"HEADER.FIELDS{grammar.Maybe(30, () => ".NOT")} ({grammar.Repeat(1, 4, " ", Text)})");

    private string Key(int depth) => grammar.Next(depth > 5 ? 8 : 11) switch
    {
        0 => grammar.Pick("ALL", "SEEN", "UNSEEN", "DELETED", "NEW", "OLD", "RECENT", "ANSWERED", "UNDRAFT"),
        1 => Set(),
        2 => $"UID {Set()}",
        3 => $"{grammar.Pick("BODY", "TEXT", "SUBJECT", "FROM", "TO", "CC", "BCC")} {Text()}",
        4 => $"HEADER {Text()} {Text()}",
        5 => $"{grammar.Pick("BEFORE", "ON", "SINCE", "SENTBEFORE", "SENTON", "SENTSINCE")} {grammar.Pick("1-Jan-2026", "\"31-Dec-9999\"", "30-Feb-2026", "x")}",
        6 => $"{grammar.Pick("LARGER", "SMALLER")} {grammar.Number()}",
        7 => $"{grammar.Pick("KEYWORD", "UNKEYWORD")} {grammar.Word()}",
        8 => $"NOT {Key(depth + 1)}",
        9 => $"OR {Key(depth + 1)} {Key(depth + 1)}",
        _ => $"({grammar.Repeat(1, 3, " ", () => Key(depth + 1))})",
    };

    private string Uid() => grammar.Maybe(40, () => "UID ");

    private string Set() => grammar.Repeat(1, 4, ",", () => grammar.Either(
        grammar.Number, () => "*", () => $"{grammar.Number()}:{grammar.Number()}", () => "1:*"));

    private string Flags() =>
        $"({grammar.Repeat(0, 4, " ", () => grammar.Pick("\\Seen", "\\Deleted", "\\Flagged", "$Junk", "x", "\\Recent", grammar.Word()))})";

    private string DateTime() =>
        grammar.Pick("\"17-Jul-2026 02:44:25 -0700\"", "\" 1-Jan-0001 00:00:00 +1400\"", "\"31-Dec-9999 23:59:59 -1200\"", "\"\"");

    private string StatusItem() =>
        grammar.Pick("MESSAGES", "RECENT", "UIDNEXT", "UIDVALIDITY", "UNSEEN", "SIZE", "DELETED", "APPENDLIMIT", "x");

    private string Pattern() => grammar.Chance(50) ? grammar.Pick("*", "%", "\"\"", "a*", "%/%", "*%*%*b", "InB%") : Text();

    private string Text()
    {
        string word = grammar.Word();
        return grammar.Next(4) switch
        {
            0 when word.Length > 0 => word,
            1 => $"{{{word.Length}}}\r\n{word}",
            2 => $"{{{word.Length}+}}\r\n{word}",
            _ => "\"" + word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"",
        };
    }
}
