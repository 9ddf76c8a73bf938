namespace MailAdmin.Diagnostics.Errors;

/// <summary>An error as somebody has it: the text, and what is known beside it.</summary>
/// <param name="Text">The text.</param>
public sealed record ErrorInput(string Text)
{
    /// <summary>One of the module's own errors; null when it is none or only its cause is known.</summary>
    public MailException? Exception { get; init; }

    /// <summary>The cause of one of the module's own errors; null when it is none.</summary>
    public MailError? Error { get; init; }

    /// <summary>The fault of a socket; null: none, or not known.</summary>
    public System.Net.Sockets.SocketError? Socket { get; init; }
}
