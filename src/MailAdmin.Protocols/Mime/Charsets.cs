using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text;

namespace MailAdmin.Protocols.Mime;

/// <summary>
/// The charsets that text can be in: those of .NET and of its code pages. Nothing is registered for the process, which
/// belongs to others, too.
/// </summary>
internal static class Charsets
{
    private const int MaximalNameLength = 40;

    private static readonly FrozenDictionary<string, Encoding> BuiltIn = new Dictionary<string, Encoding>
    {
        ["us-ascii"] = Encoding.ASCII,
        ["ascii"] = Encoding.ASCII,
        ["ansi_x3.4-1968"] = Encoding.ASCII,
        ["utf-8"] = Encoding.UTF8,
        ["utf8"] = Encoding.UTF8,
        ["iso-8859-1"] = Encoding.Latin1,
        ["iso8859-1"] = Encoding.Latin1,
        ["latin1"] = Encoding.Latin1,
        ["utf-16"] = Encoding.BigEndianUnicode,
        ["utf-16be"] = Encoding.BigEndianUnicode,
        ["utf-16le"] = Encoding.Unicode,
        ["utf-32"] = Encoding.UTF32,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly ConcurrentDictionary<int, bool> Supersets = new();

    /// <summary>The encoding with a name, or null when it is unknown.</summary>
    public static Encoding? Find(string name)
    {
        if (name.Length is 0 or > MaximalNameLength)
        {
            return null;
        }

        return BuiltIn.TryGetValue(name, out Encoding? encoding)
            ? encoding
            : CodePagesEncodingProvider.Instance.GetEncoding(name);
    }

    /// <summary>The encoding with a name in bytes, or null when it is unknown.</summary>
    public static Encoding? Find(ReadOnlySpan<byte> name) =>
        name.Length is 0 or > MaximalNameLength ? null : Find(Encoding.Latin1.GetString(name));

    /// <summary>The encoding of a code page, or null when it is unknown.</summary>
    public static Encoding? Find(int codePage)
    {
        foreach (Encoding encoding in BuiltIn.Values)
        {
            if (encoding.CodePage == codePage)
            {
                return encoding;
            }
        }

        return codePage == 0 ? null : CodePagesEncodingProvider.Instance.GetEncoding(codePage);
    }

    /// <summary>
    /// The encoding for text of a code page: UTF-8 where it is unknown or ASCII, which is a part of UTF-8.
    /// </summary>
    public static Encoding ForText(int codePage) =>
        codePage is 0 || codePage == Encoding.ASCII.CodePage ? Encoding.UTF8 : Find(codePage) ?? Encoding.UTF8;

    /// <summary>Whether in text of a code page an byte of ASCII is always that character.</summary>
    public static bool IncludesAscii(int codePage) =>
        codePage is 0 || codePage == Encoding.UTF8.CodePage || Supersets.GetOrAdd(codePage, IsSuperset);

    private static bool IsSuperset(int codePage)
    {
        Encoding encoding = ForText(codePage);
        byte[] ascii = [.. Enumerable.Range(0x20, 0x5f).Select(code => (byte)code)];

        // In charsets of several bytes a character the second byte may look like ASCII.
        return encoding.CodePage == Encoding.UTF8.CodePage
            || (encoding.IsSingleByte && encoding.GetString(ascii) == Encoding.ASCII.GetString(ascii));
    }
}
