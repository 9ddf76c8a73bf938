using System.Text;
using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Smtp.Syntax;

namespace MailAdmin.Protocols.Smtp.Parameters;

/// <summary>Reads the parameters of a command. Each may come once. RFC 5321 §4.1.1.11</summary>
internal static class ParameterList
{
    /// <summary>Reads them all into an object; a reply: why not.</summary>
    public static SmtpReply? Read<T>(
        IReadOnlyList<SmtpParameter<T>> known, SmtpSession session, ref SmtpArguments arguments, T parameters)
    {
        long seen = 0;
        while (!arguments.AtEnd)
        {
            if (!arguments.TryReadParameter(out ReadOnlySpan<byte> keyword, out ReadOnlySpan<byte> value))
            {
                return SmtpReplies.BadParameters;
            }

            int index = Find(known, keyword);
            if (index < 0 || !known[index].Extension.IsOffered(session))
            {
                return SmtpReplies.UnknownParameter;
            }

            if ((seen & (1L << index)) != 0)
            {
                return SmtpReplies.BadParameters;
            }

            seen |= 1L << index;
            if (known[index].Read(session, value, parameters) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    private static int Find<T>(IReadOnlyList<SmtpParameter<T>> known, ReadOnlySpan<byte> keyword)
    {
        for (int index = 0; index < known.Count; index++)
        {
            if (Ascii.EqualsIgnoreCase(keyword, known[index].Keyword))
            {
                return index;
            }
        }

        return -1;
    }
}
