using System.Text.RegularExpressions;

namespace MailAdmin.Tests.Fuzz;

/// <summary>Whether what a server sent is well-formed, and no fault of the server shows in it. One byte a char.</summary>
internal static partial class ReplyCheck
{
    /// <summary>RFC 5321 §4.2: code, hyphen or space, text; the lines of one reply have one code.</summary>
    public static void Smtp(string received, bool isWhole)
    {
        string? open = null;
        foreach (string line in Lines(received, isWhole))
        {
            Require(SmtpLine().IsMatch(line), "no reply", line);
            Require(open is null || line.StartsWith(open, StringComparison.Ordinal), "another code in one reply", line);
            Require(!line.Contains("Temporary server error", StringComparison.Ordinal), "a fault of the server", line);
            open = line[3] == '-' ? line[..3] : null;
        }

        Require(open is null || !isWhole, "a reply without its last line", received);
    }

    /// <summary>RFC 1939 §3: +OK or -ERR; what follows a +OK ends with a dot.</summary>
    public static void Pop3(string received, bool isWhole)
    {
        bool isWithin = false;
        foreach (string line in Lines(received, isWhole))
        {
            bool isStatus = Pop3Line().IsMatch(line);
            Require(
                !line.StartsWith("-ERR [SYS/TEMP] Temporary", StringComparison.Ordinal), "a fault of the server", line);
            isWithin = line != "." && (isWithin || !isStatus);
        }

        Require(received.StartsWith("+OK", StringComparison.Ordinal), "no greeting", received);
        Require(!isWithin || !isWhole, "a list without its last line", received);
    }

    /// <summary>RFC 9051 §7, §9: lines with quoted strings, literals and nested lists.</summary>
    public static void Imap(string received, bool isWhole)
    {
        int position = 0;
        while (position < received.Length && (isWhole || received.IndexOf("\r\n", position, StringComparison.Ordinal) >= 0))
        {
            int start = position;
            if (!TryReadImapResponse(received, ref position, out string? fault))
            {
                Require(!isWhole, fault ?? "cut off", received[start..Math.Min(received.Length, start + 2_000)]);
                return;
            }
        }
    }

    private static bool TryReadImapResponse(string received, ref int position, out string? fault)
    {
        int lineEnd = received.IndexOf("\r\n", position, StringComparison.Ordinal);
        fault = lineEnd < 0 ? "no line end" : null;
        if (lineEnd < 0)
        {
            return false;
        }

        string line = received[position..lineEnd];
        fault = line.Contains("SERVERBUG", StringComparison.Ordinal) ? "a fault of the server" : null;
        if (fault is not null)
        {
            throw new InvalidDataException($"{fault}: {line}");
        }

        // A status has text to its end, and so has a continuation.
        if (ImapStatusLine().IsMatch(line))
        {
            position = lineEnd + 2;
            fault = line.Any(c => c < ' ') ? "control characters in a text" : null;
            return fault is null;
        }

        fault = line.StartsWith("* ", StringComparison.Ordinal) ? null : "no response";
        return fault is null && TryReadImapData(received, ref position, ref fault);
    }

    private static bool TryReadImapData(string received, ref int position, ref string? fault)
    {
        int depth = 0;
        while (position < received.Length)
        {
            char next = received[position];
            switch (next)
            {
                case '\r':
                    bool ends = position + 1 < received.Length && received[position + 1] == '\n';
                    position += 2;
                    fault = !ends ? "a bare CR" : depth != 0 ? "a list that is not closed" : null;
                    return fault is null;
                case '\n' or '\0':
                    fault = "a bare LF or a NUL";
                    return false;
                case '(':
                    depth++;
                    break;
                case ')':
                    depth--;
                    break;
                case '"':
                    Match quoted = ImapQuoted().Match(received, position);
                    if (!quoted.Success)
                    {
                        fault = "a string that is not closed";
                        return false;
                    }

                    position += quoted.Length;
                    continue;
                case '{':
                    Match literal = ImapLiteral().Match(received, position);
                    int length = literal.Success ? int.Parse(literal.Groups[1].Value, null) : -1;
                    if (length < 0 || position + literal.Length + length > received.Length)
                    {
                        fault = "a literal that is not whole";
                        return false;
                    }

                    position += literal.Length;
                    fault = received.AsSpan(position, length).Contains('\0') ? "a NUL in a literal" : null;
                    if (fault is not null)
                    {
                        return false;
                    }

                    position += length;
                    continue;
            }

            position++;
        }

        fault = "cut off";
        return false;
    }

    private static IEnumerable<string> Lines(string received, bool isWhole)
    {
        string[] lines = received.Split("\r\n");
        Require(lines[^1].Length == 0 || !isWhole, "a line without its end", lines[^1]);
        foreach (string line in lines[..^1])
        {
            Require(line.IndexOfAny(['\r', '\n', '\0']) < 0, "a bare CR or LF, or NUL", line);
            yield return line;
        }
    }

    private static void Require(bool condition, string fault, string text)
    {
        if (!condition)
        {
            throw new InvalidDataException($"{fault}: {text[..Math.Min(text.Length, 2_000)]}");
        }
    }

    [GeneratedRegex("^[2-5][0-9]{2}[ -][^\\r\\n\\0]*$")]
    private static partial Regex SmtpLine();

    [GeneratedRegex("^(\\+OK|-ERR|\\+ )")]
    private static partial Regex Pop3Line();

    [GeneratedRegex("^(\\+ |(\\*|[^ ]+) (OK|NO|BAD|BYE|PREAUTH) )")]
    private static partial Regex ImapStatusLine();

    [GeneratedRegex("\\G\"([^\"\\\\\\r\\n\\0]|\\\\[\"\\\\])*\"")]
    private static partial Regex ImapQuoted();

    [GeneratedRegex("\\G\\{([0-9]{1,9})\\}\\r\\n")]
    private static partial Regex ImapLiteral();
}
