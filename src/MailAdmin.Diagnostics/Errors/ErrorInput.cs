using System.Net.Sockets;

namespace MailAdmin.Diagnostics.Errors;

/// <summary>An error that somebody wants explained: its text, and what else is known.</summary>
/// <param name="Text">The text.</param>
public sealed record ErrorInput(string Text)
{
    /// <summary>The exception, when it is one of our own; otherwise null.</summary>
    public MailException? Exception { get; init; }

    /// <summary>The cause, when the error is one of our own; otherwise null.</summary>
    public MailError? Error { get; init; }

    /// <summary>The error of a socket, when it is one; otherwise null.</summary>
    public SocketError? Socket { get; init; }
}
