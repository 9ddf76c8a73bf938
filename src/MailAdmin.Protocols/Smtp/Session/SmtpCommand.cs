using MailAdmin.Protocols.Smtp.Syntax;

namespace MailAdmin.Protocols.Smtp.Session;

/// <summary>
/// Carries out a command and returns its final reply. The arguments stay valid until the next line is read.
/// </summary>
internal delegate ValueTask<SmtpReply> SmtpHandler(
    SmtpSession session, ReadOnlyMemory<byte> arguments, CancellationToken cancellationToken);

/// <summary>
/// Reads what follows a command that is refused, so that it is not taken for commands, and returns the reply.
/// </summary>
internal delegate ValueTask<SmtpReply> SmtpRefusalHandler(
    SmtpSession session, ReadOnlyMemory<byte> arguments, SmtpReply refusal, CancellationToken cancellationToken);

/// <summary>What a command is for, beside its states.</summary>
[Flags]
internal enum SmtpCommandFlags
{
    /// <summary>Nothing particular.</summary>
    None = 0,

    /// <summary>On a submission port it needs a logon. RFC 6409 §4.3</summary>
    NeedsLogon = 1,

    /// <summary>It sends no mail; a client that gives nothing else is sent away.</summary>
    Idle = 2,

    /// <summary>It has no parameters.</summary>
    NoArguments = 4,
}

/// <summary>A row of the command table.</summary>
/// <param name="Verb">The verb in capitals.</param>
/// <param name="Allowed">The states in which it may come.</param>
/// <param name="Next">The state after a positive reply, or null when the handler sets it.</param>
/// <param name="Flags">What it is for.</param>
/// <param name="Extension">The extension that it belongs to; it is accepted where that is offered.</param>
/// <param name="Handler">What it does.</param>
internal sealed record SmtpCommand(
    string Verb,
    SmtpStates Allowed,
    SmtpStates? Next,
    SmtpCommandFlags Flags,
    SmtpExtension? Extension,
    SmtpHandler Handler)
{
    /// <summary>
    /// Reads what follows the command although it is refused, and returns the reply, or null when nothing follows.
    /// </summary>
    public SmtpRefusalHandler? RefuseAsync { get; init; }
}
