namespace MailAdmin;

/// <summary>A report that was written.</summary>
public sealed record MailReport
{
    /// <summary>The file; null when it was only sent.</summary>
    public string? Path { get; init; }

    /// <summary>The first day that it is about.</summary>
    public DateTime Since { get; init; }

    /// <summary>When it was made.</summary>
    public DateTime Created { get; init; }

    /// <summary>The language: <c>en</c> or <c>ja</c>.</summary>
    public required string Language { get; init; }

    /// <summary>The number of things to do that it names.</summary>
    public int AdviceCount { get; init; }
}
