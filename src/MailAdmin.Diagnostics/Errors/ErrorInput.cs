namespace MailAdmin.Diagnostics.Errors;

/// <summary>An error as somebody has it: the text, and what is known beside it.</summary>
/// <param name="Text">The text.</param>
public sealed record ErrorInput(string Text)
{
    /// <summary>One of our own errors; null: none, or not known.</summary>
    public MailError? Error { get; init; }

    /// <summary>The fault of a socket; null: none, or not known.</summary>
    public System.Net.Sockets.SocketError? Socket { get; init; }
}
