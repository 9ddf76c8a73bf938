namespace MailAdmin;

/// <summary>An address that stands for others.</summary>
public sealed record MailAlias
{
    /// <summary>The address.</summary>
    public required EmailAddress Address { get; init; }

    /// <summary>What it stands for.</summary>
    public IReadOnlyList<EmailAddress> Target { get; init; } = [];

    /// <summary>The domain of the address.</summary>
    public string Domain => Address.Domain.Ascii;

    /// <summary>Whether it takes mail.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The addresses where its mail ends in the end, after other aliases and forwards.</summary>
    public IReadOnlyList<EmailAddress> ResolvesTo { get; init; } = [];

    /// <summary>When it was made.</summary>
    public DateTimeOffset Created { get; init; }
}
