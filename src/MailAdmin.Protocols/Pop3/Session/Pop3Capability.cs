using System.Globalization;
using MailAdmin.Protocols.Sasl;

namespace MailAdmin.Protocols.Pop3.Session;

/// <summary>
/// A capability: the lines of CAPA and what is accepted come from the same place, so they cannot differ. RFC 2449 §5,
/// §6
/// </summary>
/// <param name="Tag">The capability tag.</param>
/// <param name="IsOffered">Whether it is announced in the session's present state.</param>
/// <param name="Arguments">What follows the tag.</param>
/// <param name="Refusal">How its command is answered where it is not announced.</param>
internal sealed record Pop3Capability(
    string Tag,
    Func<Pop3Session, bool> IsOffered,
    Func<Pop3Session, string>? Arguments = null,
    Func<Pop3Session, Pop3Reply>? Refusal = null)
{
    /// <summary>USER and PASS. RFC 2449 §6.3</summary>
    public static Pop3Capability User { get; } = new("USER", MayLogOn, Refusal: RefuseLogon);

    /// <summary>AUTH. RFC 5034 §4</summary>
    public static Pop3Capability Sasl { get; } = new(
        "SASL", MayLogOn, static _ => string.Join(' ', Mechanisms!.Select(mechanism => mechanism.Name)), RefuseLogon);

    /// <summary>RFC 2595 §4.</summary>
    public static Pop3Capability Stls { get; } = new(
        "STLS",
        static session => session.State != Pop3States.Transaction && session.Context.Transport.OffersTls,
        Refusal: static session =>
            session.Context.Transport.IsEncrypted ? Pop3Replies.AlreadyEncrypted : Pop3Replies.TlsNotOffered);

    /// <summary>RFC 2449 §6.2.</summary>
    public static Pop3Capability Top { get; } = new("TOP", static _ => true);

    /// <summary>RFC 2449 §6.8.</summary>
    public static Pop3Capability Uidl { get; } = new("UIDL", static _ => true);

    /// <summary>RFC 6856 §2; USER: names and passwords may be UTF-8 too (§2.2).</summary>
    public static Pop3Capability Utf8 { get; } = new("UTF8", static _ => true, static _ => "USER");

    /// <summary>RFC 6856 §3.</summary>
    public static Pop3Capability Lang { get; } = new("LANG", static _ => true);

    /// <summary>The mechanisms of AUTH; without LOGIN, as its users have USER and PASS.</summary>
    public static IReadOnlyList<SaslMechanism> Mechanisms { get; } = [SaslMechanism.ScramSha256, SaslMechanism.Plain];

    /// <summary>In the order of CAPA.</summary>
    public static IReadOnlyList<Pop3Capability> All { get; } =
    [
        Top,
        Uidl,
        User,
        Sasl,
        Stls,
        new("RESP-CODES", static _ => true),
        new("AUTH-RESP-CODE", static _ => true),
        new("PIPELINING", static _ => true),
        Utf8,
        Lang,

        // Differs from account to account, so it is announced when the account is known. RFC 2449 §6.7
        new("EXPIRE", static session => session.Context.Account is not null, DescribeExpiry),
        new("LOGIN-DELAY", static _ => true, static _ => "0"),
        new("IMPLEMENTATION", static _ => true, static _ => "MailAdmin"),
    ];

    /// <summary>The line of CAPA.</summary>
    public string Describe(Pop3Session session) => Arguments is null ? Tag : Tag + " " + Arguments(session);

    private static bool MayLogOn(Pop3Session session) =>
        session.State != Pop3States.Transaction && session.Context.MayTakePassword;

    private static Pop3Reply RefuseLogon(Pop3Session session) =>
        session.State == Pop3States.Transaction ? Pop3Replies.WrongState : Pop3Replies.EncryptionRequired;

    private static string DescribeExpiry(Pop3Session session) =>
        session.Context.Account?.Pop3LeaveOnServerDays?.ToString(CultureInfo.InvariantCulture) ?? "NEVER";
}
