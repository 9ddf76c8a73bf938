using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace MailAdmin.Tests.Dialogues;

/// <summary>
/// A dialogue between clients and a server, as a file that is played against the real session.
///
/// THE FORMAT. The file is bytes; CRLF or LF ends its lines; a line that begins with '#' is a comment.
///
/// The header comes first, a <c>key: value</c> a line, and ends with an empty line:   standard: RFC 5321 §4.1.1.3
/// what the dialogue shows (required)   given: account ann@example.test      an account with the password "secret";
/// then any of: password WORD,                                        quota 10KB, disabled, protocol Imap,Pop3, leave
/// 30 (days, POP3)   given: domain example.test           a domain (accounts and aliases make their own); then:
/// disabled   given: alias info@example.test ann@example.test …   given: mailbox ann@example.test Work/2026   given:
/// message ann@example.test INBOX &lt;hello.eml&gt; \Seen \Flagged $Junk   then flags; a field
/// date=2026-01-02T03:04:05Z sets INTERNALDATE (otherwise: the clock)   tls: offered | none | implicit       default
/// offered. With implicit the client makes the handshake itself   plaintext-login: yes | no            default yes
/// channel-binding: yes | no            default no: whether SCRAM-SHA-256-PLUS is offered
/// listener: Smtp | Submission | …      default: that of the folder's protocol   connections: 2
/// how many are open from the start; default 1   connections: 2 authenticated as ann@example.test      logged on before
/// the first step; greetings are read too limits: Recipients=2, SmtpCommandTimeout=00:00:10     any property of
/// ServerLimits; LogonFailureDelay is 0 unless given clock: 2026-07-01T12:00:00Z          where the clock stands at
/// first (this is the default) remote: 192.0.2.1                    the client's address (this is the default) modes:
/// whole, lines, bytes          in which ways it is played; default all three
///
/// The steps, a line each; the number is that of the connection:
///   C1: text            the client sends the line and CRLF
///   C1> text            the client sends it with \r \n \t \0 \\ \xHH decoded and without CRLF
///   S1: text            the server sends this line. In it: '*' at the end, after a space or not, matches any rest;
///                       $name matches a run without white space the first time and the same again later, also in
///                       C lines; ${name} matches anything. Names begin in lower case: $Forwarded is a keyword;
///                       $$ is a dollar sign
///   S1| text            goes on with the response above, after its literal (responses of IMAP only)
///   S1 closes           the server closes the connection, and sends nothing more before that
///   C1 opens | closes | starttls
///   clock 00:05:00      the clock goes on, once the server waits
///   stop                the server is told to stop
///   deliver ann@example.test &lt;hello.eml&gt;       a message comes into INBOX from elsewhere
///   messages ann@example.test INBOX 2        so many messages are in the mailbox
///   message ann@example.test INBOX 1         the first message of it consists of the M: lines that follow
///   M: text             a line of it, as a pattern
///
/// In C, S and M lines &lt;hello.eml&gt; inserts the file that lies beside the dialogue or in Dialogues/Messages,
/// &lt;dots:hello.eml&gt; the same with dots doubled at the beginnings of lines, &lt;size:hello.eml&gt; its bytes as a
/// number.
///
/// "S1: * …" lines that stand together may come in any order (untagged responses); all else must come in this order.
/// A dialogue is played three times: what a client sends between two answers in one piece, line by line, byte by byte.
/// </summary>
internal sealed partial class Dialogue
{
    private readonly string folder;
    private readonly List<DialogueStep> steps = [];
    private readonly List<(string Key, string Value)> header = [];

    private Dialogue(string folder) => this.folder = folder;

    public IReadOnlyList<DialogueStep> Steps => steps;

    public IEnumerable<string> Given => header.Where(pair => pair.Key == "given").Select(pair => ToText(pair.Value));

    public string? this[string key] => header.LastOrDefault(pair => pair.Key == key).Value;

    /// <summary>Bytes, one a char, as the UTF-8 text that they are.</summary>
    public static string ToText(string bytes) => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(bytes));

    public static Dialogue Load(string path)
    {
        Dialogue dialogue = new(Path.GetDirectoryName(path)!);
        string[] lines = Encoding.Latin1.GetString(File.ReadAllBytes(path)).Replace(
            "\r\n", "\n", StringComparison.Ordinal).Split('\n');
        int line = 0;
        for (; line < lines.Length && lines[line].Length > 0; line++)
        {
            if (lines[line][0] != '#')
            {
                string[] pair = lines[line].Split(':', 2, StringSplitOptions.TrimEntries);
                Assert.True(pair.Length == 2, $"line {line + 1}: the header needs 'key: value'");
                dialogue.header.Add((pair[0], pair[1]));
            }
        }

        Assert.NotNull(dialogue["standard"]);
        for (; line < lines.Length; line++)
        {
            if (lines[line].Length > 0 && lines[line][0] != '#')
            {
                dialogue.AddStep(line + 1, lines[line]);
            }
        }

        return dialogue;
    }

    /// <summary>Puts files in the place of their names.</summary>
    public string Insert(string text) => Insertion().Replace(text, match =>
    {
        string content = ReadFile(match.Groups["name"].Value);
        return match.Groups["how"].Value switch
        {
            "size:" => content.Length.ToString(CultureInfo.InvariantCulture),
            "dots:" =>
                (content.StartsWith('.') ? "." : "") + content.Replace("\r\n.", "\r\n..", StringComparison.Ordinal),
            _ => content,
        };
    });

    [GeneratedRegex("<(?<how>size:|dots:)?(?<name>[\\w.-]+\\.eml)>")]
    private static partial Regex Insertion();

    [GeneratedRegex("^(?<side>[CS])(?<number>[0-9]+)(?<kind>[:>|]| )\\s?(?<text>.*)$")]
    private static partial Regex Step();

    [GeneratedRegex("\\\\(?:x(?<hex>[0-9A-Fa-f]{2})|(?<letter>[rnt0\\\\]))")]
    private static partial Regex Escape();

    private static string Unescape(string text) => Escape().Replace(text, match => match.Groups["hex"].Success
        ? ((char)byte.Parse(match.Groups["hex"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture))
            .ToString()
        : match.Groups["letter"].Value switch { "r" => "\r", "n" => "\n", "t" => "\t", "0" => "\0", _ => "\\" });

    private string ReadFile(string name)
    {
        string beside = Path.Combine(folder, name);
        string path = File.Exists(beside)
            ? beside
            : Path.Combine(AppContext.BaseDirectory, "Dialogues", "Messages", name);
        return Encoding.Latin1.GetString(File.ReadAllBytes(path));
    }

    private void AddStep(int line, string text)
    {
        if (text.StartsWith("M: ", StringComparison.Ordinal) || text == "M:")
        {
            ContentStep message = Assert.IsType<ContentStep>(steps[^1]);
            string[] patterns = Insert(text.Length > 3 ? text[3..] : "").Split("\r\n");
            bool wholeFile = patterns.Length > 1 && patterns[^1].Length == 0;
            steps[^1] = message with { Patterns = [.. message.Patterns, .. wholeFile ? patterns[..^1] : patterns] };
            return;
        }

        Match match = Step().Match(text);
        steps.Add(match.Success ? ReadStep(line, match) : ReadDirective(line, text.Split(' ')));
    }

    private DialogueStep ReadStep(int line, Match match)
    {
        int connection = int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);
        string text = match.Groups["text"].Value;
        switch (match.Groups["side"].Value + match.Groups["kind"].Value)
        {
            case "C:":
                return new SendStep(line, connection, Insert(text) + "\r\n");
            case "C>":
                return new SendStep(line, connection, Insert(Unescape(text)));
            case "C ":
                return new ConnectionStep(line, connection, text);
            case "S:":
                return new ExpectStep(line, connection, Insert(text));
            case "S|":
                ExpectStep before = Assert.IsType<ExpectStep>(steps[^1]);
                steps.RemoveAt(steps.Count - 1);
                return before with { Pattern = before.Pattern + "\r\n" + Insert(text) };
            case "S " when text == "closes":
                return new ExpectCloseStep(line, connection);
            default:
                throw new FormatException($"line {line}: '{match.Value}' is no step");
        }
    }

    private DialogueStep ReadDirective(int line, string[] words) => words switch
    {
        ["clock", var time] => new ClockStep(line, TimeSpan.Parse(time, CultureInfo.InvariantCulture)),
        ["stop"] => new StopStep(line),
        ["deliver", var address, var file] => new DeliverStep(line, ToText(address), Insert(file)),
        ["queued", var count] => new QueueCountStep(line, int.Parse(count, CultureInfo.InvariantCulture)),
        ["queue", var number, .. var rest] =>
            new QueueStep(line, int.Parse(number, CultureInfo.InvariantCulture), ToText(string.Join(' ', rest))),
        ["traced", .. var rest] => new TraceStep(line, ToText(string.Join(' ', rest))),
        ["messages", var address, var mailbox, var count] =>
            new CountStep(line, ToText(address), ToText(mailbox), int.Parse(count, CultureInfo.InvariantCulture)),
        ["message", var address, var mailbox, var number] =>
            new ContentStep(
                line, ToText(address), ToText(mailbox), int.Parse(number, CultureInfo.InvariantCulture), []),
        _ => throw new FormatException($"line {line}: '{string.Join(' ', words)}' is no step"),
    };
}
