using MailAdmin.Protocols.Smtp.Commands;
using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Syntax;
using static MailAdmin.Protocols.Smtp.Session.SmtpCommandFlags;
using static MailAdmin.Protocols.Smtp.Session.SmtpStates;

namespace MailAdmin.Protocols.Smtp;

/// <summary>Every command with the states in which it may come. RFC 5321 §4.1.1, §4.1.4</summary>
internal static class SmtpCommandTable
{
    /// <summary>All commands.</summary>
    public static CommandTable<SmtpCommand> Commands { get; } = new(
    [
        new("EHLO", Any, Ready, Idle, null, EhloCommand.ExecuteAsync),
        new("HELO", Any, Ready, Idle, null, HeloCommand.ExecuteAsync),
        new(
            "STARTTLS",
            Connected | Ready,
            null,
            Idle | NoArguments,
            SmtpExtension.StartTls,
            StartTlsCommand.ExecuteAsync),
        new("AUTH", Ready, Ready, Idle, SmtpExtension.Auth, AuthCommand.ExecuteAsync),
        new("MAIL", Ready, Mail, NeedsLogon, null, MailCommand.ExecuteAsync),
        new("RCPT", Mail | Recipients, Recipients, None, null, RcptCommand.ExecuteAsync),
        new("DATA", Mail | Recipients, Ready, NoArguments, null, DataCommand.ExecuteAsync),
        new(
            "BDAT",
            Mail | Recipients | Chunks,
            null,
            None,
            SmtpExtension.Chunking,
            BdatCommand.ExecuteAsync) { RefuseAsync = BdatCommand.RefuseAsync },
        new("RSET", Any, null, Idle | NoArguments, null, RsetCommand.ExecuteAsync),
        new("NOOP", Any, null, Idle, null, NoopCommand.ExecuteAsync),
        new("VRFY", Any, null, Idle, null, VrfyCommand.ExecuteAsync),
        new("EXPN", Any, null, Idle, null, RefusedCommand.ExecuteAsync),
        new("HELP", Any, null, Idle, null, HelpCommand.ExecuteAsync),
        new("QUIT", Any, null, NoArguments, null, QuitCommand.ExecuteAsync),

        // Known and not done: RFC 5321 appendix F; RFC 1985.
        new("TURN", Any, null, Idle, null, RefusedCommand.ExecuteAsync),
        new("SEND", Any, null, Idle, null, RefusedCommand.ExecuteAsync),
        new("SOML", Any, null, Idle, null, RefusedCommand.ExecuteAsync),
        new("SAML", Any, null, Idle, null, RefusedCommand.ExecuteAsync),
        new("ETRN", Any, null, Idle, null, RefusedCommand.ExecuteAsync),
    ],
    command => command.Verb);
}
