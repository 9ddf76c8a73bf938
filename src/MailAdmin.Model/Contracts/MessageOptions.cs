namespace MailAdmin.Contracts;

/// <summary>The reports that a sender requests for a recipient. RFC 3461 §4.1; no flag: NOTIFY was not given.</summary>
[Flags]
public enum DsnNotify
{
    /// <summary>NOTIFY was not given: failures, and delays if the server chooses to. RFC 3461 §4.1</summary>
    NotGiven = 0,

    /// <summary>NEVER.</summary>
    Never = 1,

    /// <summary>SUCCESS.</summary>
    Success = 2,

    /// <summary>FAILURE.</summary>
    Failure = 4,

    /// <summary>DELAY.</summary>
    Delay = 8,
}

/// <summary>How much of the message a report returns. RFC 3461 §4.3</summary>
public enum DsnReturn
{
    /// <summary>RET was not given.</summary>
    NotGiven,

    /// <summary>FULL.</summary>
    Full,

    /// <summary>HDRS.</summary>
    Headers,
}

/// <summary>The bytes that a message may have. RFC 6152 §2, RFC 3030 §3</summary>
public enum BodyType
{
    /// <summary>7BIT, or BODY was not given.</summary>
    SevenBit,

    /// <summary>8BITMIME.</summary>
    EightBitMime,

    /// <summary>BINARYMIME.</summary>
    BinaryMime,
}

/// <summary>A time by which a message must be delivered. RFC 2852 §4</summary>
/// <param name="Deadline">The time; for by-mode R the message is returned then.</param>
/// <param name="ReturnsThen">By-mode R; else N: the sender gets a report, and delivery continues.</param>
/// <param name="WantsTrace">The trace modifier T.</param>
public sealed record DeliverBy(DateTimeOffset Deadline, bool ReturnsThen, bool WantsTrace);

/// <summary>The parameters of MAIL that go with a message.</summary>
public sealed record MessageOptions
{
    /// <summary>No parameter.</summary>
    public static MessageOptions None { get; } = new();

    /// <summary>SMTPUTF8: addresses or header fields may be UTF-8. RFC 6531 §3.4</summary>
    public bool UsesUtf8 { get; init; }

    /// <summary>BODY.</summary>
    public BodyType Body { get; init; }

    /// <summary>REQUIRETLS: every hop must have verified TLS and offer REQUIRETLS itself. RFC 8689 §4.2</summary>
    public bool RequiresTls { get; init; }

    /// <summary>RET.</summary>
    public DsnReturn Return { get; init; }

    /// <summary>ENVID, decoded from xtext; null: not given. RFC 3461 §4.4</summary>
    public string? EnvelopeId { get; init; }

    /// <summary>The message is not sent before this time; null: at once. RFC 4865 §4</summary>
    public DateTimeOffset? HoldUntil { get; init; }

    /// <summary>BY; null: not given.</summary>
    public DeliverBy? DeliverBy { get; init; }
}
