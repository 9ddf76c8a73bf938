namespace MailAdmin;

/// <summary>The result of Test-MailAccountPassword -Detailed.</summary>
public sealed record MailPasswordTest
{
    /// <summary>The account.</summary>
    public required string Address { get; init; }

    /// <summary>Whether the password is correct.</summary>
    public bool Succeeded { get; init; }

    /// <summary>Whether the account could log on now with the correct password.</summary>
    public bool CanLogOn { get; init; }

    /// <summary>Why it could not, as the name of an error; null when it could.</summary>
    public MailError? Refusal { get; init; }

    /// <summary>When the password was set.</summary>
    public DateTime? PasswordLastSet { get; init; }
}
