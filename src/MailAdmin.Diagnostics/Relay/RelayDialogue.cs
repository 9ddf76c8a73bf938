using System.Net;
using MailAdmin.Diagnostics.Wire;

namespace MailAdmin.Diagnostics.Relay;

/// <summary>SMTP without DATA, so that no message can be sent: MAIL, RCPT, RSET (RFC 5321 §4.1.1).</summary>
internal sealed class RelayDialogue(RelayTestRequest request, ServerDialer dialer, Transcript transcript)
    : IAsyncDisposable
{
    private ProbeConnection? connection;

    /// <summary>The address of the server, once there was a connection.</summary>
    public IPAddress? Address { get; private set; }

    /// <summary>Opens a new connection and sends EHLO. Returns a refusing greeting, otherwise null.</summary>
    public async Task<string?> OpenAsync(CancellationToken cancellationToken)
    {
        await DisposeAsync();
        connection = await dialer.ConnectAsync(request.Port, transcript, cancellationToken);
        Address = connection.RemoteAddress;
        string greeting = await ReadReplyAsync(cancellationToken);
        if (!greeting.StartsWith("220", StringComparison.Ordinal))
        {
            return greeting;
        }

        // StartTlsDialogue sends EHLO. Some servers relay inside TLS only, whatever certificate they have.
        if (await StartTlsDialogue.RequestAsync(connection, MailProtocol.Smtp, cancellationToken) is null)
        {
            await connection.StartTlsUnverifiedAsync(request.Server, cancellationToken);
            await SendAsync("EHLO localhost", cancellationToken);
        }

        return null;
    }

    /// <summary>Begins and resets a transaction. Returns the reply that decided, and what it was about.</summary>
    public async Task<(string Reply, bool IsAccepted, bool IsAboutSender)> TryAsync(
        string sender, string recipient, CancellationToken cancellationToken)
    {
        string reply = await SendAsync($"MAIL FROM:<{sender}>", cancellationToken);
        bool isAboutSender = !IsPositive(reply);
        if (!isAboutSender)
        {
            reply = await SendAsync($"RCPT TO:<{recipient}>", cancellationToken);
        }

        await SendAsync("RSET", cancellationToken);
        return (reply, !isAboutSender && IsPositive(reply), isAboutSender);
    }

    public async ValueTask DisposeAsync()
    {
        if (connection is not null)
        {
            await connection.DisposeAsync();
            connection = null;
        }
    }

    private async Task<string> SendAsync(string command, CancellationToken cancellationToken)
    {
        await connection!.WriteLineAsync(command, cancellationToken);
        return await ReadReplyAsync(cancellationToken);
    }

    /// <exception cref="IOException">The server closes the connection.</exception>
    private async Task<string> ReadReplyAsync(CancellationToken cancellationToken)
    {
        string line = await connection!.ReadLineAsync(cancellationToken) ?? "";
        line = await connection.ReadLastLineAsync(line, cancellationToken);
        return line.Length == 0 || line.StartsWith("421", StringComparison.Ordinal)
            ? throw new IOException("The server closed the connection.")
            : SafeText.Ascii(line, 200);
    }

    private static bool IsPositive(string reply) => reply.StartsWith('2');
}
