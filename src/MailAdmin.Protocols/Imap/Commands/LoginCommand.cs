using System.Text;
using System.Text.Unicode;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Imap.Session;
using MailAdmin.Protocols.Imap.Syntax;
using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>LOGIN: logs on with user name and password. RFC 9051 §6.2.3</summary>
internal static class LoginCommand
{
    public static async ValueTask<ImapStatus> ExecuteAsync(
        ImapSession session, ImapArguments arguments, CancellationToken cancellationToken)
    {
        // Before anything is read: a client that sends its password in the clear learns that, whatever else is wrong.
        if (!session.Context.MayTakePassword)
        {
            return await session.RefuseLogonAsync(ImapReplies.PrivacyRequired);
        }

        ImapReader reader = arguments.Read();
        if (!reader.TryReadSpace()
            || !reader.TryReadAstring(out ReadOnlySpan<byte> userName)
            || !reader.TryReadSpace()
            || !reader.TryReadAstring(out ReadOnlySpan<byte> password)
            || !reader.AtEnd)
        {
            return ImapReplies.BadArguments;
        }

        // Invalid UTF-8 matches no password; the attempt is made anyway, so that it takes as long.
        string user = Utf8.IsValid(userName) ? Encoding.UTF8.GetString(userName) : "";
        string secret = Utf8.IsValid(password) ? Encoding.UTF8.GetString(password) : "";
        var attempt =
            new LogonAttempt(user, session.Context.Protocol, session.Context.Transport.Remote.Address, "LOGIN");
        LogonOutcome outcome = await session.Context.Authenticator.LogOnAsync(attempt, secret, cancellationToken);
        return await session.FinishLogonAsync(outcome);
    }
}
