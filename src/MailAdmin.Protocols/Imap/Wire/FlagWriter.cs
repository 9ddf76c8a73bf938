using System.Numerics;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Imap.Syntax;

namespace MailAdmin.Protocols.Imap.Wire;

/// <summary>Writes flags by name. RFC 9051 §9 (flag-list), RFC 3501 §2.3.2 (\Recent)</summary>
internal static class FlagWriter
{
    /// <summary>The flags of a message.</summary>
    public static void Write(ResponseWriter responses, FlagSet flags, IReadOnlyList<string> keywords, bool isRecent)
    {
        responses.WriteByte('(');
        bool isFirst = true;
        foreach ((SystemFlags flag, string name) in FlagSyntax.SystemFlagNames)
        {
            if (flags.Has(flag))
            {
                WriteName(responses, name, ref isFirst);
            }
        }

        for (ulong bits = flags.KeywordBits; bits != 0; bits &= bits - 1)
        {
            int index = BitOperations.TrailingZeroCount(bits);
            if (index < keywords.Count)
            {
                WriteName(responses, keywords[index], ref isFirst);
            }
        }

        if (isRecent)
        {
            WriteName(responses, "\\Recent", ref isFirst);
        }

        responses.WriteByte(')');
    }

    /// <summary>The flags of a mailbox.</summary>
    public static void WriteAll(ResponseWriter responses, IReadOnlyList<string> keywords, bool mayAdd)
    {
        responses.WriteByte('(');
        bool isFirst = true;
        foreach ((SystemFlags _, string name) in FlagSyntax.SystemFlagNames)
        {
            WriteName(responses, name, ref isFirst);
        }

        foreach (string keyword in keywords)
        {
            WriteName(responses, keyword, ref isFirst);
        }

        if (mayAdd)
        {
            WriteName(responses, "\\*", ref isFirst);
        }

        responses.WriteByte(')');
    }

    private static void WriteName(ResponseWriter responses, string name, ref bool isFirst)
    {
        if (!isFirst)
        {
            responses.WriteByte(' ');
        }

        responses.Write(name);
        isFirst = false;
    }
}
