using MailAdmin.Contracts;

namespace MailAdmin.Protocols.Sasl;

/// <summary>What a step of an exchange led to.</summary>
internal readonly record struct SaslStep
{
    private SaslStep(SaslStatus status) => Status = status;

    /// <summary>The client cancelled.</summary>
    public static SaslStep Cancelled { get; } = new(SaslStatus.Cancelled);

    /// <summary>The client's response makes no sense.</summary>
    public static SaslStep Malformed { get; } = new(SaslStatus.Malformed);

    /// <summary>The client asked to act as somebody else. Whether its password is right stays unsaid.</summary>
    public static SaslStep NotAuthorized { get; } = new(SaslStatus.NotAuthorized);

    /// <summary>Where the exchange stands.</summary>
    public SaslStatus Status { get; }

    /// <summary>What goes to the client, before BASE64.</summary>
    public ReadOnlyMemory<byte> Challenge { get; private init; }

    /// <summary>Who logged on, after success.</summary>
    public AccountRecord? Account { get; private init; }

    /// <summary>Why not, after a refusal.</summary>
    public MailError Refusal { get; private init; }

    /// <summary>Asks the client for more.</summary>
    public static SaslStep Ask(ReadOnlyMemory<byte> challenge) => new(SaslStatus.Challenge) { Challenge = challenge };

    /// <summary>Ends as the authenticator decided.</summary>
    public static SaslStep From(LogonOutcome outcome) => outcome.Account is { } account
        ? new SaslStep(SaslStatus.Succeeded) { Account = account }
        : new SaslStep(SaslStatus.Refused) { Refusal = outcome.Refusal ?? MailError.LogonFailed };
}
