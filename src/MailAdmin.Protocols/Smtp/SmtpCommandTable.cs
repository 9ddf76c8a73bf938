using System.Collections.Frozen;
using MailAdmin.Protocols.Smtp.Commands;
using static MailAdmin.Protocols.Smtp.SmtpCommandFlags;
using static MailAdmin.Protocols.Smtp.SmtpStates;

namespace MailAdmin.Protocols.Smtp;

/// <summary>Every command with the states in which it may come. RFC 5321 §4.1.1, §4.1.4</summary>
internal static class SmtpCommandTable
{
    private const int LongestVerb = 16;

    /// <summary>The rows.</summary>
    public static IReadOnlyList<SmtpCommand> All { get; } =
    [
        new("EHLO", Any, Ready, Idle, null, EhloCommand.ExecuteAsync),
        new("HELO", Any, Ready, Idle, null, HeloCommand.ExecuteAsync),
        new("STARTTLS", Connected | Ready, null, Idle | NoArguments, SmtpExtension.StartTls, StartTlsCommand.ExecuteAsync),
        new("AUTH", Ready, Ready, Idle, SmtpExtension.Auth, AuthCommand.ExecuteAsync),
        new("MAIL", Ready, Mail, NeedsLogon, null, MailCommand.ExecuteAsync),
        new("RCPT", Mail | Recipients, Recipients, None, null, RcptCommand.ExecuteAsync),
        new("DATA", Mail | Recipients, Ready, NoArguments, null, DataCommand.ExecuteAsync),
        new("BDAT", Mail | Recipients | Chunks, null, HasPayload, SmtpExtension.Chunking, BdatCommand.ExecuteAsync),
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
    ];

    private static readonly FrozenDictionary<string, SmtpCommand>.AlternateLookup<ReadOnlySpan<char>> ByVerb =
        All.ToFrozenDictionary(command => command.Verb, StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Finds the command of a verb in any case of letters; null: there is none.</summary>
    public static SmtpCommand? Find(ReadOnlySpan<byte> verb)
    {
        Span<char> text = stackalloc char[LongestVerb];
        return verb.Length <= LongestVerb
            && System.Text.Ascii.ToUtf16(verb, text, out int length) == System.Buffers.OperationStatus.Done
            && ByVerb.TryGetValue(text[..length], out SmtpCommand? command) ? command : null;
    }
}
