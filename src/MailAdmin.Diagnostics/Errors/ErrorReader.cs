using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace MailAdmin.Diagnostics.Errors;

/// <summary>
/// Finds the code in an error text. What is most exact wins: a code of its own form (Outlook, IMAP, POP3), then words that
/// name a cause, then the enhanced and the basic code of SMTP, then the words of programs and systems.
/// </summary>
internal sealed partial class ErrorReader(Func<string, bool> hasText)
{
    // Nothing of interest comes later, and the text may be anything.
    private const int MaxText = 16 * 1024;

    private static readonly Dictionary<SocketError, string> Sockets = new()
    {
        [SocketError.ConnectionRefused] = "ConnectionRefused",
        [SocketError.HostNotFound] = "HostNotFound",
        [SocketError.NoData] = "HostNotFound",
        [SocketError.TryAgain] = "TryAgain",
        [SocketError.NoRecovery] = "TryAgain",
        [SocketError.TimedOut] = "TimedOut",
        [SocketError.NetworkUnreachable] = "NetworkUnreachable",
        [SocketError.NetworkDown] = "NetworkUnreachable",
        [SocketError.HostUnreachable] = "NetworkUnreachable",
        [SocketError.ConnectionReset] = "ConnectionReset",
        [SocketError.ConnectionAborted] = "ConnectionReset",
        [SocketError.Shutdown] = "ConnectionReset",
        [SocketError.AddressAlreadyInUse] = "AddressAlreadyInUse",
        [SocketError.AccessDenied] = "AccessDenied",
    };

    /// <summary>The code; null: there is none that is known.</summary>
    public ErrorMatch? Read(ErrorInput input)
    {
        string text = input.Text.Length > MaxText ? input.Text[..MaxText] : input.Text;
        if (input.Error is { } error)
        {
            return Own(error);
        }

        return FindOutlook(text) ?? FindBracketed(text) ?? FindSmtp(text) ?? FindSocket(input.Socket) ?? FindOwn(text) ?? FindWords(text) ?? FindGeneral(text);
    }

    private static ErrorMatch Own(MailError error) => new(error.ToString(), []) { Own = error };

    private static ErrorMatch? FindOwn(string text)
    {
        string word = text.Trim().Split(',')[0];
        return word.All(char.IsAsciiLetter) && Enum.TryParse(word, ignoreCase: true, out MailError error) && Enum.IsDefined(error) ? Own(error) : null;
    }

    private static ErrorMatch? FindSocket(SocketError? error)
    {
        return error is { } known && Sockets.TryGetValue(known, out string? key) ? new ErrorMatch(known.ToString(), [$"Socket.{key}"]) : null;
    }

    private static ErrorMatch? FindWords(string text)
    {
        string? socket = Enum.TryParse(text.Trim(), ignoreCase: true, out SocketError error) && Sockets.TryGetValue(error, out string? name) ? $"Socket.{name}" : null;
        string? key = socket ?? (ErrorPhrases.FindBesideCode(text) is { } beside ? $"Phrase.{beside}" : ErrorPhrases.FindWithoutCode(text));
        return key is null ? null : new ErrorMatch(key[(key.IndexOf('.', StringComparison.Ordinal) + 1)..], [key]);
    }

    /// <summary>A refusal of which only the form is known.</summary>
    private static ErrorMatch? FindGeneral(string text)
    {
        if (text.TrimStart().StartsWith("-ERR", StringComparison.OrdinalIgnoreCase))
        {
            return new ErrorMatch("-ERR", ["POP3.General"], ErrorStandards.Pop3);
        }

        Match imap = ImapRefusal().Match(text);
        return imap.Success ? new ErrorMatch(imap.Groups[1].Value, ["IMAP.General"], ErrorStandards.Imap) : null;
    }

    /// <summary>Outlook's codes, in hexadecimal or as the signed number that some dialogs show.</summary>
    private static ErrorMatch? FindOutlook(string text)
    {
        Match hex = Hexadecimal().Match(text);
        string? code = hex.Success ? "0x" + hex.Groups[1].Value.ToUpperInvariant() : null;
        if (code is null && SignedNumber().Match(text) is { Success: true } number
            && int.TryParse(number.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value))
        {
            code = $"0x{value:X8}";
        }

        if (code is null || !code.StartsWith("0x800", StringComparison.Ordinal))
        {
            return null;
        }

        return new ErrorMatch(code, [$"Outlook.{code}", "Outlook.General"]);
    }

    /// <summary>Response codes of IMAP and POP3, which stand in brackets.</summary>
    private ErrorMatch? FindBracketed(string text)
    {
        bool isPop3 = text.TrimStart().StartsWith("-ERR", StringComparison.OrdinalIgnoreCase);
        foreach (string code in Bracketed().Matches(text).Select(match => match.Groups[1].Value.ToUpperInvariant()))
        {
            if (!isPop3 && hasText($"IMAP.{code}"))
            {
                string? words = code is "ALERT" or "UNAVAILABLE" ? ErrorPhrases.FindBesideCode(text) : null;
                return new ErrorMatch(code, words is null ? [$"IMAP.{code}"] : [$"Phrase.{words}", $"IMAP.{code}"], ErrorStandards.OfImap(code));
            }

            if (hasText($"POP3.{code}"))
            {
                return new ErrorMatch(code, [$"POP3.{code}"], ErrorStandards.OfPop3(code));
            }
        }

        // A bare word is taken as a code too: that is how people look it up.
        string word = text.Trim().ToUpperInvariant();
        return word switch
        {
            "GENERAL" => null,
            _ when hasText($"IMAP.{word}") => new ErrorMatch(word, [$"IMAP.{word}"], ErrorStandards.OfImap(word)),
            _ when hasText($"POP3.{word}") => new ErrorMatch(word, [$"POP3.{word}"], ErrorStandards.OfPop3(word)),
            _ => null,
        };
    }

    private ErrorMatch? FindSmtp(string text)
    {
        Match enhanced = Enhanced().Match(text);
        Match basic = Basic().Match(text);
        if (!enhanced.Success && !basic.Success)
        {
            return null;
        }

        string code = string.Join(' ', new[] { basic.Success ? basic.Groups[1].Value : "", enhanced.Value }.Where(part => part.Length > 0));
        char kind = enhanced.Success ? enhanced.Value[0] : code[0];
        List<string> keys = [];
        string standard = "";
        if (kind is '4' or '5' && ErrorPhrases.FindBesideCode(text) is { } words)
        {
            keys.Add($"Phrase.{words}");
        }

        if (enhanced.Success)
        {
            int subject = Number(enhanced.Groups[2]);
            int detail = Number(enhanced.Groups[3]);
            keys.Add($"X.{subject}.{detail}");
            standard = hasText(keys[^1]) || subject is > 0 and < 8 ? ErrorStandards.OfEnhanced(subject, detail) : "";
        }

        if (basic.Success)
        {
            keys.Add($"SMTP.{basic.Groups[1].Value}");
            standard = standard.Length > 0 ? standard : ErrorStandards.OfBasic(Number(basic.Groups[1]));
        }

        if (enhanced.Success)
        {
            keys.Add($"Subject.{Number(enhanced.Groups[2])}");
        }

        // A code that says that it worked is no error, whatever its details.
        keys = kind is '2' or '3' ? [$"Class.{kind}"] : keys;
        return new ErrorMatch(code, [.. keys, $"Class.{kind}"], standard) { Class = kind };
    }

    private static int Number(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"0x([0-9a-fA-F]{8})\b")]
    private static partial Regex Hexadecimal();

    [GeneratedRegex(@"(?<![\d.])-21\d{8}\b")]
    private static partial Regex SignedNumber();

    [GeneratedRegex(@"\[([A-Za-z][A-Za-z0-9/\-]{1,40})[\]\s]")]
    private static partial Regex Bracketed();

    /// <summary>Class, subject and detail (RFC 3463 §2); not a part of an IP address or a version.</summary>
    [GeneratedRegex(@"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d]|\.\d)")]
    private static partial Regex Enhanced();

    /// <summary>A reply code at the beginning, or where programs put it into their own words.</summary>
    [GeneratedRegex(@"(?:^\s*|(?:said|error|code|response|responded|reply|server|status|smtp)\b[\s:('""\[#<]*|[\[(<:]\s*)([2-5][0-5]\d)(?=[\s\-\])>'"",:]|$)", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Basic();

    [GeneratedRegex(@"^\s*(?:\S+\s+)?(NO|BAD|BYE)\s", RegexOptions.Multiline)]
    private static partial Regex ImapRefusal();
}
