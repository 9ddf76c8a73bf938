using MailAdmin.Protocols.Pop3.Session;

namespace MailAdmin.Protocols.Pop3.Commands;

/// <summary>
/// APOP: not supported, because it needs the password in the store. The greeting has no timestamp, so no client uses
/// it.
/// </summary>
/// <remarks>RFC 1939 §7.</remarks>
internal static class ApopCommand
{
    public static ValueTask<Pop3Reply> ExecuteAsync(
        Pop3Session session, ReadOnlyMemory<byte> arguments, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Pop3Replies.NotImplemented);
}
