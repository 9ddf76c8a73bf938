using MailAdmin.Protocols.Pop3.Session;

namespace MailAdmin.Protocols.Pop3.Commands;

/// <summary>LAST: the highest message number that was ever accessed; not in RFC 1939, used by old clients.</summary>
/// <remarks>RFC 1460 §5.</remarks>
internal static class LastCommand
{
    public static ValueTask<Pop3Reply> ExecuteAsync(
        Pop3Session session, ReadOnlyMemory<byte> arguments, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Pop3Reply.Ok($"{session.Maildrop!.LastAccessed}"));
}
