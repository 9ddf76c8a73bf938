using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Smtp.Syntax;

namespace MailAdmin.Protocols.Smtp.Commands;

/// <summary>HELP: lists the commands.</summary>
/// <remarks>RFC 5321 §4.1.1.8.</remarks>
internal static class HelpCommand
{
    public static ValueTask<SmtpReply> ExecuteAsync(
        SmtpSession session, ReadOnlyMemory<byte> arguments, CancellationToken cancellationToken)
    {
        IEnumerable<string> verbs = session.Commands.Rows
            .Where(command => command.Handler != RefusedCommand.ExecuteAsync
                && (command.Extension?.IsOffered(session) ?? true))
            .Select(command => command.Verb);
        return ValueTask.FromResult(SmtpReply.Plain(214, "2.0.0 " + string.Join(' ', verbs)));
    }
}
