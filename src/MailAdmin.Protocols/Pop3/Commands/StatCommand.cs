using MailAdmin.Protocols.Pop3.Session;

namespace MailAdmin.Protocols.Pop3.Commands;

/// <summary>STAT: how many messages there are, and their bytes.</summary>
/// <remarks>RFC 1939 §5.</remarks>
internal static class StatCommand
{
    public static ValueTask<Pop3Reply> ExecuteAsync(
        Pop3Session session, ReadOnlyMemory<byte> arguments, CancellationToken cancellationToken)
    {
        Pop3Maildrop maildrop = session.Maildrop!;
        return ValueTask.FromResult(Pop3Reply.Ok($"{maildrop.LeftCount} {maildrop.LeftSize}"));
    }
}
