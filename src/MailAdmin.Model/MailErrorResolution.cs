namespace MailAdmin;

/// <summary>What an error text or code means, and what to do about it.</summary>
public sealed record MailErrorResolution
{
    /// <summary>What was asked about.</summary>
    public required string Input { get; init; }

    /// <summary>
    /// The code that was recognised, as <c>550 5.7.1</c>, <c>AUTHENTICATIONFAILED</c> or <c>0x800CCC0E</c>;
    /// <c>Unknown</c> when there was none.
    /// </summary>
    public required string Code { get; init; }

    /// <summary>What happened, in a sentence.</summary>
    public required string Message { get; init; }

    /// <summary>Why that is, for people who do not know the protocol, and whether it passes.</summary>
    public string Explanation { get; init; } = "";

    /// <summary>What to do.</summary>
    public string Suggestion { get; init; } = "";

    /// <summary>A command that puts it right or narrows it, ready to run; empty when there is none.</summary>
    public string FixCommand { get; init; } = "";

    /// <summary>Where the code is defined; empty when no standard does.</summary>
    public string Standard { get; init; } = "";
}
