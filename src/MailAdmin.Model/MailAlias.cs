namespace MailAdmin;

/// <summary>An address whose mail is delivered to other addresses.</summary>
public sealed record MailAlias
{
    /// <summary>The address.</summary>
    public required string Address { get; init; }

    /// <summary>The addresses to which its mail is delivered.</summary>
    public IReadOnlyList<string> Target
    {
        get;
        init => field = SemicolonList.Of(value);
    } = SemicolonList.Empty<string>();

    /// <summary>The domain of the address, as A-labels.</summary>
    public string Domain { get; init; } = "";

    /// <summary>Whether the alias accepts mail.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The addresses that its mail finally reaches, after other aliases and forwarding.</summary>
    public IReadOnlyList<string> ResolvesTo
    {
        get;
        init => field = SemicolonList.Of(value);
    } = SemicolonList.Empty<string>();

    /// <summary>When the alias was created.</summary>
    public DateTime Created { get; init; }
}
