using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Smtp.Syntax;

namespace MailAdmin.Protocols.Smtp.Parameters;

/// <summary>
/// BODY: what the bytes of the message may be. RFC 6152 §2 (7BIT, 8BITMIME), RFC 3030 §3 (BINARYMIME)
/// </summary>
internal static class BodyParameter
{
    public static SmtpReply? Read(SmtpSession session, ReadOnlySpan<byte> value, MailParameters parameters)
    {
        BodyType? body = Ascii.EqualsIgnoreCase(value, "7BIT") ? BodyType.SevenBit
            : Ascii.EqualsIgnoreCase(value, "8BITMIME") ? BodyType.EightBitMime
            : Ascii.EqualsIgnoreCase(value, "BINARYMIME") ? BodyType.BinaryMime
            : null;
        if (body is null)
        {
            return SmtpReplies.BadParameters;
        }

        parameters.Options = parameters.Options with { Body = body.Value };
        return null;
    }
}
