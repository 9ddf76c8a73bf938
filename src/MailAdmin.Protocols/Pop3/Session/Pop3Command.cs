namespace MailAdmin.Protocols.Pop3.Session;

/// <summary>
/// Carries out a command and returns its reply. The arguments stay valid until the next line is read.
/// </summary>
internal delegate ValueTask<Pop3Reply> Pop3Handler(
    Pop3Session session, ReadOnlyMemory<byte> arguments, CancellationToken cancellationToken);

/// <summary>A row of the command table.</summary>
/// <param name="Verb">The verb in capitals.</param>
/// <param name="Allowed">The states in which it may come.</param>
/// <param name="Next">The state after a positive reply, or null when the handler sets it.</param>
/// <param name="TakesArguments">Whether it has arguments at all.</param>
/// <param name="Capability">The capability that it belongs to; it is accepted where that is announced.</param>
/// <param name="Handler">What it does.</param>
internal sealed record Pop3Command(
    string Verb,
    Pop3States Allowed,
    Pop3States? Next,
    bool TakesArguments,
    Pop3Capability? Capability,
    Pop3Handler Handler);
