using System.Management.Automation;
using MailAdmin.Contracts;

namespace MailAdmin.Arguments;

/// <summary>Patterns with '*' and '?', in the form in which addresses and names are stored and compared.</summary>
internal static class AddressPattern
{
    private static readonly char[] Wildcards = ['*', '?'];

    /// <summary>Whether a text stands for more than itself.</summary>
    public static bool IsPattern(string text) => text.IndexOfAny(Wildcards) >= 0;

    /// <summary>Whether a text names a domain where addresses are taken too.</summary>
    public static bool IsDomain(string text) => !text.Contains('@', StringComparison.Ordinal) && !IsPattern(text);

    /// <summary>A pattern of addresses, or one address in its canonical form.</summary>
    /// <exception cref="MailException">InvalidAddress: it is neither.</exception>
    public static string ReadAddress(string text) =>
        IsPattern(text) ? OfAddress(text) : EmailAddress.Parse(text).Canonical;

    /// <summary>A pattern of domain names, or one name in A-labels.</summary>
    /// <exception cref="MailException">InvalidDomainName: it is neither.</exception>
    public static string ReadDomain(string text) => IsPattern(text) ? OfDomain(text) : DomainName.Parse(text).Ascii;

    /// <summary>
    /// A pattern of addresses: lower case and NFC before the at-sign, A-labels after it where it is a whole name.
    /// </summary>
    public static string OfAddress(string pattern)
    {
        int at = pattern.LastIndexOf('@');
        return at < 0 ? Lower(pattern) : Lower(pattern[..at]) + "@" + OfDomain(pattern[(at + 1)..]);
    }

    /// <summary>A pattern of domain names.</summary>
    public static string OfDomain(string pattern) =>
        DomainName.TryParse(pattern, out DomainName? name) ? name.Ascii : Lower(pattern);

    /// <summary>Makes a test for a pattern.</summary>
    public static WildcardPattern Matcher(string pattern) =>
        new(
            WildcardPattern.Escape(pattern)
                .Replace("`*", "*", StringComparison.Ordinal)
                .Replace("`?", "?", StringComparison.Ordinal),
            WildcardOptions.IgnoreCase);

    private static string Lower(string text) => NetUnicode.Compose(text).ToLowerInvariant();
}
