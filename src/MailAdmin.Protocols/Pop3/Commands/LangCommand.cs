using System.Text;
using MailAdmin.Protocols.Pop3.Session;
using MailAdmin.Protocols.Pop3.Syntax;

namespace MailAdmin.Protocols.Pop3.Commands;

/// <summary>LANG: lists the languages of the replies, or chooses one. There is English.</summary>
/// <remarks>RFC 6856 §3.2; RFC 5646 (tags).</remarks>
internal static class LangCommand
{
    public static ValueTask<Pop3Reply> ExecuteAsync(
        Pop3Session session, ReadOnlyMemory<byte> arguments, CancellationToken cancellationToken)
    {
        Pop3Arguments reader = new(arguments.Span);
        if (reader.AtEnd)
        {
            return ValueTask.FromResult(Pop3Reply.Lines("Languages", (writer, _) =>
            {
                writer.Write("en English\r\n.\r\n"u8);
                return ValueTask.CompletedTask;
            }));
        }

        bool known = reader.TryReadWord(out ReadOnlySpan<byte> tag)
            && (tag.SequenceEqual("*"u8)
                || Ascii.EqualsIgnoreCase(tag, "en")
                || Ascii.EqualsIgnoreCase(tag, "i-default"));
        return ValueTask.FromResult(
            !known ? Pop3Replies.UnknownLanguage
            : reader.AtEnd ? Pop3Reply.Ok("en English")
            : Pop3Replies.BadArguments);
    }
}
