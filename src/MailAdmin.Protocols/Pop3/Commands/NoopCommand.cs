using MailAdmin.Protocols.Pop3.Session;

namespace MailAdmin.Protocols.Pop3.Commands;

/// <summary>NOOP: does nothing.</summary>
/// <remarks>RFC 1939 §5.</remarks>
internal static class NoopCommand
{
    public static ValueTask<Pop3Reply> ExecuteAsync(
        Pop3Session session, ReadOnlyMemory<byte> arguments, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Pop3Replies.Ok);
}
