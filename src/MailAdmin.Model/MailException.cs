namespace MailAdmin;

/// <summary>A refusal or failure with a stable cause. Its message is meant for people and names the offending input.</summary>
public sealed class MailException : Exception
{
    /// <summary>Makes an exception for a cause, with a message for people.</summary>
    public MailException(MailError error, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Error = error;
    }

    /// <summary>The cause; stable across versions and languages.</summary>
    public MailError Error { get; }

    /// <summary>What was refused: an address, a name, a path; empty when nothing particular was.</summary>
    public string Target { get; init; } = "";

    /// <summary>What to do about it: a sentence or a command; empty when there is nothing to say.</summary>
    public string RecommendedAction { get; init; } = "";
}
