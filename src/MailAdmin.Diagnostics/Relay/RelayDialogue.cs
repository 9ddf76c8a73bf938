using System.Net;
using System.Net.Security;
using MailAdmin.Diagnostics.Wire;

namespace MailAdmin.Diagnostics.Relay;

/// <summary>
/// The part of SMTP that asks and never sends: MAIL, RCPT, RSET (RFC 5321 §4.1.1). DATA is not in it, so that no message
/// can come of it. Opens a new connection when the server has had enough of one.
/// </summary>
internal sealed class RelayDialogue(RelayTestRequest request, ServerDialer dialer, Transcript transcript) : IAsyncDisposable
{
    private const int MaxLines = 100;
    private ProbeConnection? connection;

    /// <summary>Where the server is, once there was a connection.</summary>
    public IPAddress? Address { get; private set; }

    /// <summary>Connects and introduces itself; the greeting's refusal when there is one.</summary>
    public async Task<string?> OpenAsync(CancellationToken cancellationToken)
    {
        await CloseAsync();
        connection = await dialer.ConnectAsync(request.Port, transcript, cancellationToken);
        Address = connection.RemoteAddress;
        string greeting = await ReadReplyAsync(cancellationToken);
        if (!greeting.StartsWith("220", StringComparison.Ordinal))
        {
            return greeting;
        }

        // The dialogue says EHLO. Some servers relay inside TLS only; whose certificate it is does not matter for that.
        if (await StartTlsDialogue.RequestAsync(connection, MailProtocol.Smtp, cancellationToken))
        {
            await connection.StartTlsAsync(
                new SslClientAuthenticationOptions { TargetHost = request.Server, RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null },
                cancellationToken);
            await AskAsync("EHLO localhost", cancellationToken);
        }

        return null;
    }

    /// <summary>Asks for a transaction and takes it back. The answer that decided, and whether it was about the sender.</summary>
    public async Task<(string Answer, bool IsTaken, bool IsAboutSender)> TryAsync(string sender, string recipient, CancellationToken cancellationToken)
    {
        string answer = await AskAsync($"MAIL FROM:<{sender}>", cancellationToken);
        if (!IsPositive(answer))
        {
            await AskAsync("RSET", cancellationToken);
            return (answer, false, true);
        }

        answer = await AskAsync($"RCPT TO:<{recipient}>", cancellationToken);
        if (answer.Length > 0)
        {
            await AskAsync("RSET", cancellationToken);
        }

        return (answer, IsPositive(answer), false);
    }

    public async ValueTask DisposeAsync() => await CloseAsync();

    /// <exception cref="IOException">The server closed the connection.</exception>
    private async Task<string> AskAsync(string command, CancellationToken cancellationToken)
    {
        await connection!.WriteLineAsync(command, cancellationToken);
        return await ReadReplyAsync(cancellationToken);
    }

    private async Task<string> ReadReplyAsync(CancellationToken cancellationToken)
    {
        string line = "";
        for (int i = 0; i < MaxLines; i++)
        {
            line = await connection!.ReadLineAsync(cancellationToken) ?? throw new IOException("The server closed the connection.");
            if (line.Length < 4 || line[3] != '-')
            {
                break;
            }
        }

        // It is about to close; a new connection is made for the next question.
        return line.StartsWith("421", StringComparison.Ordinal) ? throw new IOException("The server closes the connection.") : Show(line);
    }

    private async Task CloseAsync()
    {
        if (connection is not null)
        {
            await connection.DisposeAsync();
            connection = null;
        }
    }

    /// <summary>What a server says is shown to people, on terminals that obey control characters.</summary>
    private static string Show(string line) => string.Concat(line.Take(200).Select(c => c is >= ' ' and < (char)0x7F ? c : '?'));

    private static bool IsPositive(string answer) => answer.StartsWith('2');
}
