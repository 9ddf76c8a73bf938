using MailAdmin.Protocols.Pop3.Session;

namespace MailAdmin.Protocols.Pop3.Commands;

/// <summary>STLS: the handshake follows the reply.</summary>
/// <remarks>RFC 2595 §4; where it is not offered the session answers.</remarks>
internal static class StlsCommand
{
    public static ValueTask<Pop3Reply> ExecuteAsync(
        Pop3Session session, ReadOnlyMemory<byte> arguments, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Pop3Replies.ReadyForTls);
}
