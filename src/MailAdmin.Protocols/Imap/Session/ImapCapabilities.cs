namespace MailAdmin.Protocols.Imap.Session;

/// <summary>
/// What is announced, made from the command table, the features that have no command of their own, and the state of the
/// session. RFC 9051 §6.1.1, §7.2.2
/// </summary>
internal static class ImapCapabilities
{
    /// <summary>Capabilities without a command, and when they are offered.</summary>
    private static readonly (string Word, Func<ImapSession, bool> IsOffered)[] Features =
    [
        ("LITERAL+", _ => true),
        ("SASL-IR", IsUnauthenticated),
        ("LOGINDISABLED", session => IsUnauthenticated(session) && !session.Context.MayTakePassword),
        ("SPECIAL-USE", _ => true),
        ("CHILDREN", _ => true),
        ("QUOTA=RES-STORAGE", _ => true),
        ("STATUS=SIZE", _ => true),
    ];

    /// <summary>The words for a session, IMAP4rev1 first.</summary>
    public static string Of(ImapSession session)
    {
        IEnumerable<string> features =
            Features.Where(feature => feature.IsOffered(session)).Select(feature => feature.Word);
        IEnumerable<string> commands = session.Commands.Rows.Where(
            row => row.Capability is not null && IsOffered(row, session)).Select(row => row.Capability!);
        IEnumerable<string> mechanisms = IsUnauthenticated(session)
            ? AuthenticationMechanisms.Of(session).Select(name => "AUTH=" + name)
            : [];
        return string.Join(' ', ["IMAP4rev1", .. features, .. commands, AppendLimit(session), .. mechanisms]);
    }

    private static bool IsUnauthenticated(ImapSession session) => session.State == ImapStates.NotAuthenticated;

    // A command that is allowed after logon is announced before it, too; one that only unauthenticated clients may use
    // is announced to them only.
    private static bool IsOffered(ImapCommand row, ImapSession session) =>
        row.States != ImapStates.NotAuthenticated
        || (IsUnauthenticated(session) && session.Context.Transport.OffersTls);

    // RFC 7889 §3
    private static string AppendLimit(ImapSession session) =>
        FormattableString.Invariant($"APPENDLIMIT={session.Limits.MessageSize}");
}
