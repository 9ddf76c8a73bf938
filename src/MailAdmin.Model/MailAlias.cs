namespace MailAdmin;

/// <summary>An address whose mail is delivered to other addresses.</summary>
public sealed record MailAlias
{
    /// <summary>The address.</summary>
    public required EmailAddress Address { get; init; }

    /// <summary>The addresses to which its mail is delivered.</summary>
    public IReadOnlyList<EmailAddress> Target { get; init; } = [];

    /// <summary>The domain of the address.</summary>
    public string Domain => Address.Domain.Ascii;

    /// <summary>Whether the alias accepts mail.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The addresses that its mail finally reaches, after other aliases and forwarding.</summary>
    public IReadOnlyList<EmailAddress> ResolvesTo { get; init; } = [];

    /// <summary>When the alias was created.</summary>
    public DateTimeOffset Created { get; init; }
}
