using System.IO.Enumeration;
using MailAdmin.Contracts;

namespace MailAdmin.Server.Arguments;

/// <summary>A pattern with '*' and '?' for addresses and names, compared without regard to case.</summary>
internal sealed class NamePattern
{
    private readonly string expression;

    private NamePattern(string expression)
    {
        this.expression = expression;
    }

    /// <summary>
    /// A pattern for canonical addresses. A domain in it without wildcards may be written in Unicode.
    /// </summary>
    public static NamePattern OfAddress(string text)
    {
        int at = text.LastIndexOf('@');
        if (at < 0)
        {
            return new NamePattern(Escape(Fold(text)));
        }

        string local = Fold(text[..at]);
        string domain = text[(at + 1)..];
        string canonical = DomainName.TryParse(domain, out DomainName? name) ? name.Ascii : domain.ToLowerInvariant();
        return new NamePattern(Escape(string.Concat(local, "@", canonical)));
    }

    /// <summary>A pattern for domain names and names of mailboxes.</summary>
    public static NamePattern OfName(string text) => new(Escape(text));

    /// <summary>Whether a text has wildcards at all.</summary>
    public static bool HasWildcards(string text) => text.AsSpan().ContainsAny('*', '?');

    public bool Matches(string name) => FileSystemName.MatchesSimpleExpression(expression, name, ignoreCase: true);

    private static string Fold(string text) => NetUnicode.Compose(text).ToLowerInvariant();

    // The matcher takes a backslash as an escape; in a name it is only itself.
    private static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal);
}
