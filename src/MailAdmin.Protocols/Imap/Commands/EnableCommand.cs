using MailAdmin.Protocols.Imap.Session;
using MailAdmin.Protocols.Imap.Syntax;
using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>ENABLE: turns extensions on that change what the server sends. RFC 5161 §3.1, RFC 9051 §6.3.1</summary>
internal static class EnableCommand
{
    public static ValueTask<ImapStatus> ExecuteAsync(
        ImapSession session, ImapArguments arguments, CancellationToken cancellationToken)
    {
        ImapReader reader = arguments.Read();
        do
        {
            if (!reader.TryReadSpace() || !reader.TryReadAtom(out _))
            {
                return ValueTask.FromResult(ImapReplies.BadArguments);
            }
        }
        while (!reader.AtEnd);

        // No announced extension needs to be enabled; other words are ignored, as the RFC demands.
        session.Responses.Write("* ENABLED\r\n"u8);
        return ValueTask.FromResult(ImapStatus.Ok("ENABLE completed"));
    }
}
