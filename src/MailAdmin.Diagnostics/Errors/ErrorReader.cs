using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace MailAdmin.Diagnostics.Errors;

/// <summary>
/// Finds the code in an error text. The most exact wins: an error or a code of this module, a code of its own form
/// (Outlook, IMAP, POP3), then words that name a cause, then the enhanced and the basic code of SMTP, then the words of
/// programs and systems.
/// </summary>
/// <param name="hasText">Whether there is an explanation of a code.</param>
/// <param name="isTestCode">Whether a word is the code of a result of a test.</param>
internal sealed partial class ErrorReader(Func<string, bool> hasText, Func<string, bool> isTestCode)
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

    /// <summary>The code; null when no known one was found.</summary>
    public ErrorMatch? Read(ErrorInput input)
    {
        string text = input.Text.Length > MaxText ? input.Text[..MaxText] : input.Text;
        return input.Error is { } error
            ? OwnErrors.Of(error)
            : OwnErrors.FindId(text, ignoreCase: false) ?? FindTestCode(text) ?? OwnErrors.FindMessage(text)
                ?? FindOutlook(text) ?? FindBracketed(text) ?? FindWord(text) ?? FindSmtp(text)
                ?? FindSocket(input.Socket) ?? OwnErrors.FindId(text, ignoreCase: true) ?? FindPhrase(text)
                ?? FindGeneral(text);
    }

    private static ErrorMatch? FindSocket(SocketError? error) =>
        error is { } known && Sockets.TryGetValue(known, out string? key)
            ? new ErrorMatch(known.ToString(), [$"Socket.{key}"])
            : null;

    private static ErrorMatch? FindPhrase(string text)
    {
        bool isSocket = Enum.TryParse(text.Trim(), ignoreCase: true, out SocketError error);
        string? key = isSocket && Sockets.TryGetValue(error, out string? name) ? $"Socket.{name}"
            : ErrorPhrases.FindBesideCode(text) is { } beside ? $"Phrase.{beside}"
            : ErrorPhrases.FindWithoutCode(text);
        return key is null ? null : new ErrorMatch(key.Split('.')[1], [key]);
    }

    /// <summary>A refusal of which only the form is known.</summary>
    private static ErrorMatch? FindGeneral(string text)
    {
        if (IsPop3Refusal(text))
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
        Match number = SignedNumber().Match(text);
        string code = hex.Success ? "0x" + hex.Groups[1].Value.ToUpperInvariant()
            : int.TryParse(number.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
                ? $"0x{value:X8}"
                : "";
        return code.StartsWith("0x800", StringComparison.Ordinal)
            ? new ErrorMatch(code, [$"Outlook.{code}", "Outlook.General"])
            : null;
    }

    private static bool IsPop3Refusal(string text) =>
        text.TrimStart().StartsWith("-ERR", StringComparison.OrdinalIgnoreCase);

    /// <summary>Response codes of IMAP and POP3, which stand in brackets.</summary>
    private ErrorMatch? FindBracketed(string text)
    {
        bool isPop3 = IsPop3Refusal(text);
        foreach (string code in Bracketed().Matches(text).Select(match => match.Groups[1].Value.ToUpperInvariant()))
        {
            ErrorMatch? found = (isPop3 ? null : FindImap(code)) ?? FindPop3(code);
            if (found is not null)
            {
                // These two stand for whatever the words say.
                return code is "ALERT" or "UNAVAILABLE" && ErrorPhrases.FindBesideCode(text) is { } words
                    ? found with { Keys = [$"Phrase.{words}", .. found.Keys] }
                    : found;
            }
        }

        return null;
    }

    private ErrorMatch? FindTestCode(string text) =>
        text.Trim() is var word && isTestCode(word) ? new ErrorMatch(word, []) { IsTestCode = true } : null;

    /// <summary>A word alone is read as a code too: that is how people look it up.</summary>
    private ErrorMatch? FindWord(string text)
    {
        string word = text.Trim().ToUpperInvariant();
        return word == "GENERAL" ? null : FindImap(word) ?? FindPop3(word);
    }

    private ErrorMatch? FindImap(string code) =>
        hasText($"IMAP.{code}") ? new ErrorMatch(code, [$"IMAP.{code}"], ErrorStandards.OfImap(code)) : null;

    private ErrorMatch? FindPop3(string code) =>
        hasText($"POP3.{code}") ? new ErrorMatch(code, [$"POP3.{code}"], ErrorStandards.OfPop3(code)) : null;

    private ErrorMatch? FindSmtp(string text)
    {
        Match enhanced = Enhanced().Match(text);
        Match basic = Basic().Match(text);
        if (!enhanced.Success && !basic.Success)
        {
            return null;
        }

        string code = $"{basic.Groups[1].Value} {enhanced.Value}".Trim();
        char kind = enhanced.Success ? enhanced.Value[0] : code[0];

        // A code of success is no error, whatever its details.
        List<string> keys = kind is '2' or '3' ? [] : KeysOf(text, enhanced, basic);
        return new ErrorMatch(code, [.. keys, $"Class.{kind}"], StandardOf(enhanced, basic)) { Class = kind };
    }

    private static List<string> KeysOf(string text, Match enhanced, Match basic)
    {
        List<string> keys = [];
        if (ErrorPhrases.FindBesideCode(text) is { } words)
        {
            keys.Add($"Phrase.{words}");
        }

        if (enhanced.Success)
        {
            keys.Add($"X.{Number(enhanced.Groups[2])}.{Number(enhanced.Groups[3])}");
        }

        if (basic.Success)
        {
            keys.Add($"SMTP.{basic.Groups[1].Value}");
        }

        if (enhanced.Success)
        {
            keys.Add($"Subject.{Number(enhanced.Groups[2])}");
        }

        return keys;
    }

    private string StandardOf(Match enhanced, Match basic)
    {
        if (enhanced.Success)
        {
            int subject = Number(enhanced.Groups[2]);
            int detail = Number(enhanced.Groups[3]);
            if (hasText($"X.{subject}.{detail}") || subject is > 0 and < 8)
            {
                return ErrorStandards.OfEnhanced(subject, detail);
            }
        }

        return basic.Success ? ErrorStandards.OfBasic(Number(basic.Groups[1])) : "";
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
    [GeneratedRegex(
        @"(?:^\s*|(?:said|error|code|response|responded|reply|server|status|smtp)\b[\s:('""\[#<]*|[\[(<:]\s*)"
            + @"([2-5][0-5]\d)(?=[\s\-\])>'"",:]|$)",
        RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Basic();

    [GeneratedRegex(@"^\s*(?:\S+\s+)?(NO|BAD|BYE)\s", RegexOptions.Multiline)]
    private static partial Regex ImapRefusal();
}
