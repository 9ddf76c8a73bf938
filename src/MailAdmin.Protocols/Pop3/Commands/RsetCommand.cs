using MailAdmin.Protocols.Pop3.Session;

namespace MailAdmin.Protocols.Pop3.Commands;

/// <summary>RSET: removes the marks of DELE.</summary>
/// <remarks>RFC 1939 §5.</remarks>
internal static class RsetCommand
{
    public static ValueTask<Pop3Reply> ExecuteAsync(
        Pop3Session session, ReadOnlyMemory<byte> arguments, CancellationToken cancellationToken)
    {
        session.Maildrop!.Reset();
        return ValueTask.FromResult(Pop3Replies.Ok);
    }
}
