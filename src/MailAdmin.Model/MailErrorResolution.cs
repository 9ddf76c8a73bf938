namespace MailAdmin;

/// <summary>What an error text or code means, and what to do about it.</summary>
public sealed record MailErrorResolution
{
    /// <summary>What was asked about.</summary>
    public required string Input { get; init; }

    /// <summary>
    /// The code that was recognized, such as <c>550 5.7.1</c>, <c>AUTHENTICATIONFAILED</c>, <c>0x800CCC0E</c> or
    /// <c>AccountNotFound</c>; <c>Unknown</c> when there was none.
    /// </summary>
    public required string Code { get; init; }

    /// <summary>What happened, in a sentence.</summary>
    public required string Message { get; init; }

    /// <summary>Why, for people who do not know the protocol, and whether the error is temporary.</summary>
    public string Explanation { get; init; } = "";

    /// <summary>What to do.</summary>
    public string Suggestion { get; init; } = "";

    /// <summary>A command that corrects the error or shows more, ready to run; empty when none does.</summary>
    public string FixCommand { get; init; } = "";

    /// <summary>Where the code is defined; empty when no standard does.</summary>
    public string Standard { get; init; } = "";
}
