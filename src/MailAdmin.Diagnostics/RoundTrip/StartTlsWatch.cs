using System.Text;
using MailAdmin.Diagnostics.Wire;
using MailKit;

namespace MailAdmin.Diagnostics.RoundTrip;

/// <summary>
/// Sees whether the last command of one of MailKit's clients was STARTTLS or STLS, and what the server answered: the
/// exceptions do not say which command was refused. Nothing else is kept, so that no content is.
/// </summary>
internal sealed class StartTlsWatch : IProtocolLogger
{
    // A tag, STARTTLS and the end of the line.
    private const int MaxCommand = 32;
    private const int MaxReply = 2_048;
    private readonly StringBuilder reply = new();
    private bool isAsked;

    public IAuthenticationSecretDetector? AuthenticationSecretDetector { get; set; }

    /// <summary>The answer to a STARTTLS that nothing followed; null: it was not the last command.</summary>
    public string? LastAnswer => isAsked ? reply.ToString().Trim() : null;

    public void LogConnect(Uri uri)
    {
    }

    public void LogClient(byte[] buffer, int offset, int count)
    {
        isAsked = count <= MaxCommand
            && StartTlsDialogue.IsRequest(Encoding.Latin1.GetString(buffer, offset, count).Trim());
        reply.Clear();
    }

    public void LogServer(byte[] buffer, int offset, int count)
    {
        if (isAsked)
        {
            reply.Append(Encoding.Latin1.GetString(buffer, offset, Math.Min(count, MaxReply - reply.Length)));
        }
    }

    public void Dispose()
    {
    }
}
