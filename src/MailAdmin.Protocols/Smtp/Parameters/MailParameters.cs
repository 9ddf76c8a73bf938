using MailAdmin.Contracts;
using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Smtp.Syntax;

namespace MailAdmin.Protocols.Smtp.Parameters;

/// <summary>What the parameters of MAIL say. RFC 5321 §4.1.1.2</summary>
internal sealed class MailParameters
{
    /// <summary>Every parameter of MAIL.</summary>
    public static IReadOnlyList<SmtpParameter<MailParameters>> All { get; } =
    [
        new("SIZE", SmtpExtension.Size, SizeParameter.Read),
        new("BODY", SmtpExtension.EightBitMime, BodyParameter.Read),
        new("SMTPUTF8", SmtpExtension.SmtpUtf8, SmtpUtf8Parameter.Read),
        new("AUTH", SmtpExtension.SenderIdentity, AuthParameter.Read),
        new("RET", SmtpExtension.Dsn, RetParameter.Read),
        new("ENVID", SmtpExtension.Dsn, EnvidParameter.Read),
        new("REQUIRETLS", SmtpExtension.RequireTls, RequireTlsParameter.Read),
        new("HOLDFOR", SmtpExtension.FutureRelease, HoldForParameter.Read),
        new("HOLDUNTIL", SmtpExtension.FutureRelease, HoldUntilParameter.Read),
        new("BY", SmtpExtension.DeliverBy, ByParameter.Read),
    ];

    /// <summary>SIZE, or null when not given.</summary>
    public long? Size { get; set; }

    /// <summary>What goes with the message.</summary>
    public MessageOptions Options { get; set; } = MessageOptions.None;

    /// <summary>Holds the message until a time. HOLDFOR and HOLDUNTIL exclude each other. RFC 4865 §4</summary>
    public SmtpReply? Hold(SmtpSession session, DateTimeOffset until)
    {
        if (Options.HoldUntil is not null)
        {
            return SmtpReplies.BadParameters;
        }

        // Clocks differ, and seconds are counted in whole ones.
        if (until > FutureRelease.Now(session) + FutureRelease.Longest + TimeSpan.FromMinutes(1))
        {
            return SmtpReplies.HeldTooLong;
        }

        Options = Options with { HoldUntil = until };
        return null;
    }
}
