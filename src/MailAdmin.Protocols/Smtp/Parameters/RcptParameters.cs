using MailAdmin.Contracts;
using MailAdmin.Protocols.Smtp.Session;

namespace MailAdmin.Protocols.Smtp.Parameters;

/// <summary>What the parameters of RCPT say. RFC 5321 §4.1.1.3</summary>
internal sealed class RcptParameters
{
    /// <summary>Every parameter of RCPT.</summary>
    public static IReadOnlyList<SmtpParameter<RcptParameters>> All { get; } =
    [
        new("NOTIFY", SmtpExtension.Dsn, NotifyParameter.Read),
        new("ORCPT", SmtpExtension.Dsn, OrcptParameter.Read),
    ];

    /// <summary>NOTIFY.</summary>
    public DsnNotify Notify { get; set; }

    /// <summary>ORCPT, decoded: address type, semicolon, address, or null when not given.</summary>
    public string? OriginalRecipient { get; set; }
}
