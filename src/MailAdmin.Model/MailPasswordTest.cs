namespace MailAdmin;

/// <summary>What Test-MailAccountPassword -Detailed finds.</summary>
public sealed record MailPasswordTest
{
    /// <summary>The account.</summary>
    public required EmailAddress Address { get; init; }

    /// <summary>Whether the password is right.</summary>
    public bool Succeeded { get; init; }

    /// <summary>Whether the account, with the right password, could log on now.</summary>
    public bool CanLogOn { get; init; }

    /// <summary>Why not, as the name of an error; null when it could.</summary>
    public MailError? Refusal { get; init; }

    /// <summary>When the password was set.</summary>
    public DateTimeOffset? PasswordLastSet { get; init; }
}
