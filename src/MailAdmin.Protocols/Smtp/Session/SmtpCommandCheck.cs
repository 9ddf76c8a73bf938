using MailAdmin.Protocols.Smtp.Syntax;

namespace MailAdmin.Protocols.Smtp.Session;

/// <summary>What must be true of the session before a command runs: extension, state, arguments and logon.</summary>
internal static class SmtpCommandCheck
{
    /// <summary>Returns why a command is refused before its handler runs, or null.</summary>
    public static SmtpReply? Refuse(SmtpSession session, SmtpCommand command, ReadOnlySpan<byte> arguments)
    {
        if (command.Extension is { } extension && !extension.IsOffered(session))
        {
            return extension.Refusal?.Invoke(session) ?? SmtpReplies.NotImplemented;
        }

        if ((command.Allowed & session.State) == 0)
        {
            return session.State == SmtpStates.Connected ? SmtpReplies.HelloRequired : SmtpReplies.BadSequence;
        }

        if (command.Flags.HasFlag(SmtpCommandFlags.NoArguments) && !new SmtpArguments(arguments).AtEnd)
        {
            return SmtpReplies.NoParameters;
        }

        if (command.Flags.HasFlag(SmtpCommandFlags.NeedsLogon)
            && session.IsSubmission
            && session.Context.Account is null
            && !session.IsTrusted)
        {
            return session.Context.MayTakePassword ? SmtpReplies.AuthenticationRequired : SmtpReplies.StartTlsFirst;
        }

        return null;
    }
}
