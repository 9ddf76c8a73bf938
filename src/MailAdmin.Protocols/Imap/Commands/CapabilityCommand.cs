using MailAdmin.Protocols.Imap.Session;
using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>CAPABILITY: lists the capabilities. RFC 9051 §6.1.1</summary>
internal static class CapabilityCommand
{
    public static ValueTask<ImapStatus> ExecuteAsync(
        ImapSession session, ImapArguments arguments, CancellationToken cancellationToken)
    {
        session.Responses.Write($"* CAPABILITY {ImapCapabilities.Of(session)}\r\n");
        return ValueTask.FromResult(ImapStatus.Ok("CAPABILITY completed"));
    }
}
