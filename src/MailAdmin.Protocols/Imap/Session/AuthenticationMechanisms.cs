using MailAdmin.Protocols.Sasl;

namespace MailAdmin.Protocols.Imap.Session;

/// <summary>The SASL mechanisms that a session offers.</summary>
internal static class AuthenticationMechanisms
{
    /// <summary>Their names; none while a password may not be sent.</summary>
    public static IEnumerable<string> Of(ImapSession session) =>
        session.Context.MayTakePassword ? SaslMechanism.All.Select(mechanism => mechanism.Name) : [];
}
