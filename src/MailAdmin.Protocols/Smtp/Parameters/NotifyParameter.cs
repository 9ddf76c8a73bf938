using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Smtp.Syntax;

namespace MailAdmin.Protocols.Smtp.Parameters;

/// <summary>NOTIFY: about which events of a recipient the sender wants a report. RFC 3461 §4.1</summary>
internal static class NotifyParameter
{
    // notify-esmtp-value = "NEVER" / 1#notify-list-element, in any order
    public static SmtpReply? Read(SmtpSession session, ReadOnlySpan<byte> value, RcptParameters parameters)
    {
        DsnNotify notify = DsnNotify.NotGiven;
        while (true)
        {
            int comma = value.IndexOf((byte)',');
            DsnNotify one = ReadOne(comma < 0 ? value : value[..comma]);
            if (one == DsnNotify.NotGiven)
            {
                return SmtpReplies.BadParameters;
            }

            notify |= one;
            if (comma < 0)
            {
                break;
            }

            value = value[(comma + 1)..];
        }

        parameters.Notify = notify;
        return notify.HasFlag(DsnNotify.Never) && notify != DsnNotify.Never ? SmtpReplies.BadParameters : null;
    }

    private static DsnNotify ReadOne(ReadOnlySpan<byte> word) =>
        Ascii.EqualsIgnoreCase(word, "SUCCESS") ? DsnNotify.Success
        : Ascii.EqualsIgnoreCase(word, "FAILURE") ? DsnNotify.Failure
        : Ascii.EqualsIgnoreCase(word, "DELAY") ? DsnNotify.Delay
        : Ascii.EqualsIgnoreCase(word, "NEVER") ? DsnNotify.Never
        : DsnNotify.NotGiven;
}
