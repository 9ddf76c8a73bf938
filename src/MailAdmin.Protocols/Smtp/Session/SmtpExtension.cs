using System.Globalization;
using MailAdmin.Protocols.Sasl;
using MailAdmin.Protocols.Smtp.Syntax;

namespace MailAdmin.Protocols.Smtp.Session;

/// <summary>
/// A service extension: the words of EHLO and what is accepted come from the same place, so they cannot differ.
/// RFC 5321 §2.2.2, §4.1.1.1
/// </summary>
/// <param name="Keyword">The EHLO keyword.</param>
/// <param name="IsOffered">Whether it is offered in the session's present state.</param>
/// <param name="Parameters">What follows the keyword.</param>
/// <param name="Refusal">How its command is answered where it is not offered.</param>
internal sealed record SmtpExtension(
    string Keyword,
    Func<SmtpSession, bool> IsOffered,
    Func<SmtpSession, string>? Parameters = null,
    Func<SmtpSession, SmtpReply>? Refusal = null)
{
    /// <summary>RFC 2920.</summary>
    public static SmtpExtension Pipelining { get; } = new("PIPELINING", static _ => true);

    /// <summary>RFC 1870.</summary>
    public static SmtpExtension Size { get; } =
        new(
            "SIZE",
            static _ => true,
            static session => session.Limits.MessageSize.ToString(CultureInfo.InvariantCulture));

    /// <summary>
    /// RFC 3207. Where there is no certificate it is not offered, so its command is not implemented (RFC 5321
    /// §4.2.4); 454 (§4) would promise that TLS comes back.
    /// </summary>
    public static SmtpExtension StartTls { get; } = new(
        "STARTTLS",
        static session => session.Context.Transport.OffersTls,
        Refusal: static session =>
            session.Context.Transport.IsEncrypted ? SmtpReplies.AlreadyEncrypted : SmtpReplies.NotImplemented);

    /// <summary>RFC 4954; for people only, and only where a password may travel.</summary>
    public static SmtpExtension Auth { get; } = new(
        "AUTH",
        static session => session.IsSubmission && session.Context.MayTakePassword && session.Context.Account is null,
        static session =>
            string.Join(' ', SaslMechanism.OfferedTo(session.Context).Select(mechanism => mechanism.Name)),
        static session => !session.IsSubmission ? SmtpReplies.NotImplemented
            : session.Context.Account is not null ? SmtpReplies.AlreadyLoggedOn
            : SmtpReplies.EncryptionRequired);

    /// <summary>RFC 2034.</summary>
    public static SmtpExtension EnhancedStatusCodes { get; } = new("ENHANCEDSTATUSCODES", static _ => true);

    /// <summary>RFC 6152.</summary>
    public static SmtpExtension EightBitMime { get; } = new("8BITMIME", static _ => true);

    /// <summary>RFC 6531.</summary>
    public static SmtpExtension SmtpUtf8 { get; } = new("SMTPUTF8", static _ => true);

    /// <summary>RFC 3030.</summary>
    public static SmtpExtension Chunking { get; } = new("CHUNKING", static _ => true);

    /// <summary>RFC 3030 §3.</summary>
    public static SmtpExtension BinaryMime { get; } = new("BINARYMIME", static _ => true);

    /// <summary>RFC 3461.</summary>
    public static SmtpExtension Dsn { get; } = new("DSN", static _ => true);

    /// <summary>RFC 8689; under TLS only (§2).</summary>
    public static SmtpExtension RequireTls { get; } =
        new("REQUIRETLS", static session => session.Context.Transport.IsEncrypted);

    /// <summary>RFC 9422; the messages of a session are not limited.</summary>
    public static SmtpExtension Limited { get; } =
        new(
            "LIMITS",
            static _ => true,
            static session => string.Create(CultureInfo.InvariantCulture, $"RCPTMAX={session.Limits.Recipients}"));

    /// <summary>RFC 4865; for submission only.</summary>
    public static SmtpExtension FutureRelease { get; } =
        new("FUTURERELEASE", static session => session.IsSubmission, Session.FutureRelease.Describe);

    /// <summary>RFC 2852.</summary>
    public static SmtpExtension DeliverBy { get; } = new("DELIVERBY", static session => session.IsSubmission);

    /// <summary>
    /// The AUTH parameter of MAIL, which servers also give to each other; no line of EHLO. RFC 4954 §5
    /// </summary>
    public static SmtpExtension SenderIdentity { get; } = new("AUTH", static _ => true);

    /// <summary>In the order of EHLO.</summary>
    public static IReadOnlyList<SmtpExtension> All { get; } =
    [
        Pipelining, Size, StartTls, Auth, EnhancedStatusCodes, EightBitMime, SmtpUtf8, Chunking, BinaryMime, Dsn,
        RequireTls, Limited, FutureRelease,
        DeliverBy,
    ];

    /// <summary>The line of EHLO.</summary>
    public string Describe(SmtpSession session) => Parameters is null ? Keyword : Keyword + " " + Parameters(session);
}
