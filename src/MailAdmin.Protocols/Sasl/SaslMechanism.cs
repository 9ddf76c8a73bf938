using System.Security.Cryptography;
using System.Text;
using MailAdmin.Protocols.Transport;

namespace MailAdmin.Protocols.Sasl;

/// <summary>A mechanism that a server offers.</summary>
/// <param name="Name">Its registered name.</param>
/// <param name="FirstChallenge">The challenge that is sent when the client sent no initial response.</param>
/// <param name="Begin">Begins an exchange.</param>
internal sealed record SaslMechanism(
    string Name, ReadOnlyMemory<byte> FirstChallenge, Func<SessionContext, SaslExchange> Begin)
{
    private const int NonceBytes = 18;

    /// <summary>SCRAM-SHA-256. RFC 7677</summary>
    public static SaslMechanism ScramSha256 { get; } =
        new("SCRAM-SHA-256", default, context => new ScramSha256Exchange(context, "SCRAM-SHA-256", null, NewNonce)
        {
            CouldBind = OfferedTo(context)[0] == ScramSha256Plus,
        });

    /// <summary>
    /// SCRAM-SHA-256-PLUS, which binds to the TLS connection, which defeats a man in the middle. RFC 7677, RFC 5802 §6
    /// </summary>
    public static SaslMechanism ScramSha256Plus { get; } =
        new(
            "SCRAM-SHA-256-PLUS",
            default,
            context =>
                new ScramSha256Exchange(
                    context, "SCRAM-SHA-256-PLUS", TlsServerEndPoint.Of(context.Transport), NewNonce));

    /// <summary>PLAIN. RFC 4616</summary>
    public static SaslMechanism Plain { get; } = new("PLAIN", default, context => new PlainExchange(context));

    /// <summary>LOGIN.</summary>
    public static SaslMechanism Login { get; } =
        new("LOGIN", LoginExchange.AskForUserName, context => new LoginExchange(context));

    /// <summary>
    /// Those that need no TLS, the strongest first, so that a client that picks the first one it knows picks the
    /// strongest.
    /// </summary>
    public static IReadOnlyList<SaslMechanism> All { get; } = [ScramSha256, Plain, Login];

    /// <summary>
    /// Those that a session is offered: binding is for submission over TLS, where the store's settings want it.
    /// </summary>
    public static IReadOnlyList<SaslMechanism> OfferedTo(SessionContext context) =>
        context.OffersChannelBinding
        && context.Protocol == MailProtocol.Submission
        && TlsServerEndPoint.Of(context.Transport) is not null
            ? [ScramSha256Plus, .. All]
            : All;

    /// <summary>Finds one by its name in upper or lower case, or null when there is none.</summary>
    public static SaslMechanism? Find(IReadOnlyList<SaslMechanism> offered, ReadOnlySpan<byte> name)
    {
        foreach (SaslMechanism mechanism in offered)
        {
            if (Ascii.EqualsIgnoreCase(name, mechanism.Name))
            {
                return mechanism;
            }
        }

        return null;
    }

    private static string NewNonce() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceBytes));
}
