using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Smtp.Syntax;

namespace MailAdmin.Protocols.Smtp.Commands;

/// <summary>RSET: forgets the transaction.</summary>
/// <remarks>RFC 5321 §4.1.1.5.</remarks>
internal static class RsetCommand
{
    public static async ValueTask<SmtpReply> ExecuteAsync(
        SmtpSession session, ReadOnlyMemory<byte> arguments, CancellationToken cancellationToken)
    {
        await session.ResetTransactionAsync();
        return SmtpReplies.Ok;
    }
}
