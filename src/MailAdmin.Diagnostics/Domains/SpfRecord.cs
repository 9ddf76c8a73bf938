using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MailAdmin.Diagnostics.Domains;

/// <summary>One term of an SPF record. RFC 7208 §4.6.1</summary>
/// <param name="Qualifier">+, -, ~ or ?; a space for a modifier.</param>
/// <param name="Name">The name in lower case.</param>
/// <param name="Value">What follows : or =; empty when nothing does.</param>
internal sealed record SpfTerm(char Qualifier, string Name, string Value)
{
    /// <summary>Whether the term makes receivers ask the DNS. RFC 7208 §4.6.4</summary>
    public bool AsksDns => Name is "include" or "a" or "mx" or "ptr" or "exists" or "redirect";
}

/// <summary>Reads SPF records. RFC 7208 §4.5 (selection), §4.6 (syntax), §5 (mechanisms), §6 (modifiers)</summary>
internal static class SpfRecord
{
    private const string Version = "v=spf1";

    /// <summary>Whether a text is an SPF record.</summary>
    public static bool HasVersion(string text) =>
        text.Equals(Version, StringComparison.OrdinalIgnoreCase)
        || text.StartsWith(Version + " ", StringComparison.OrdinalIgnoreCase);

    /// <summary>The terms, and the first that cannot be read.</summary>
    public static (IReadOnlyList<SpfTerm> Terms, string? Wrong) Read(string text)
    {
        List<SpfTerm> terms = [];
        foreach (string word in text[Version.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            // A modifier may occur once. RFC 7208 §6
            if (TryRead(word) is not { } term
                || (term is { Qualifier: ' ', Name: "redirect" or "exp" }
                    && terms.Exists(other => other.Name == term.Name)))
            {
                return (terms, word);
            }

            terms.Add(term);
        }

        return (terms, null);
    }

    private static SpfTerm? TryRead(string word)
    {
        int mark = word.IndexOfAny([':', '=', '/']);
        if (mark > 0 && word[mark] == '=')
        {
            return TryReadModifier(word[..mark].ToLowerInvariant(), word[(mark + 1)..]);
        }

        bool isQualified = word[0] is '+' or '-' or '~' or '?';
        string rest = isQualified ? word[1..] : word;
        int end = rest.IndexOfAny([':', '/']);
        bool hasColon = end >= 0 && rest[end] == ':';
        string name = (end < 0 ? rest : rest[..end]).ToLowerInvariant();
        string value = end < 0 ? "" : rest[(hasColon ? end + 1 : end)..];
        bool isValid = name switch
        {
            "all" => end < 0,
            "include" or "exists" => hasColon && IsDomainSpec(value),
            "a" or "mx" => HasPrefixes(value, hasColon, out string domain) && (!hasColon || IsDomainSpec(domain)),
            "ptr" => end < 0 || (hasColon && IsDomainSpec(value)),
            "ip4" => hasColon && IsNetwork(value, AddressFamily.InterNetwork, 32),
            "ip6" => hasColon && IsNetwork(value, AddressFamily.InterNetworkV6, 128),
            _ => false,
        };
        return isValid ? new SpfTerm(isQualified ? word[0] : '+', name, value) : null;
    }

    private static SpfTerm? TryReadModifier(string name, string value)
    {
        bool isName = char.IsAsciiLetter(name[0])
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
        bool needsDomain = name is "redirect" or "exp";
        return isName && (!needsDomain || IsDomainSpec(value)) ? new SpfTerm(' ', name, value) : null;
    }

    /// <summary>Reads the domain of a or mx before the prefix lengths that may follow: a:example.com/24//64</summary>
    private static bool HasPrefixes(string value, bool hasColon, out string domain)
    {
        int slash = value.IndexOf('/');
        domain = slash < 0 ? value : value[..slash];
        if (slash < 0)
        {
            return hasColon || value.Length == 0;
        }

        return value[(slash + 1)..].Split('/') switch
        {
            [var four] => IsLength(four, 32),
            ["", var six] => IsLength(six, 128),
            [var four, "", var six] => IsLength(four, 32) && IsLength(six, 128),
            _ => false,
        };
    }

    private static bool IsNetwork(string value, AddressFamily family, int longest)
    {
        string[] parts = value.Split('/');
        return parts.Length <= 2
            && IPAddress.TryParse(parts[0], out IPAddress? address)
            && address.AddressFamily == family
            && (family == AddressFamily.InterNetworkV6 || parts[0].Count(c => c == '.') == 3)
            && (parts.Length == 1 || IsLength(parts[1], longest));
    }

    private static bool IsLength(string text, int longest) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int length) && length <= longest;

    // Macros are not expanded: their values depend on the message. RFC 7208 §7
    private static bool IsDomainSpec(string value) =>
        value.Length is > 0 and <= 255 && (value.Contains('%', StringComparison.Ordinal)
            ? value.All(c => c is > ' ' and < '\x7f') && value.Count(c => c == '{') == value.Count(c => c == '}')
            : value.TrimEnd('.').Contains('.', StringComparison.Ordinal)
                && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'));
}
