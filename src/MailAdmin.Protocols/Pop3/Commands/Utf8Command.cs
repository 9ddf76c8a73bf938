using MailAdmin.Protocols.Pop3.Session;

namespace MailAdmin.Protocols.Pop3.Commands;

/// <summary>UTF8: the client accepts UTF-8 in headers, which are sent unchanged in any case.</summary>
/// <remarks>RFC 6856 §2.1.</remarks>
internal static class Utf8Command
{
    public static ValueTask<Pop3Reply> ExecuteAsync(
        Pop3Session session, ReadOnlyMemory<byte> arguments, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Pop3Replies.Utf8Enabled);
}
