namespace MailAdmin.Diagnostics.Wire;

/// <summary>
/// Asks a server what it offers and to start TLS, in its protocol: EHLO and STARTTLS (RFC 3207 §4), CAPA and STLS
/// (RFC 2595 §4), CAPABILITY and STARTTLS (RFC 2595 §3.1).
/// </summary>
internal static class StartTlsDialogue
{
    private const int MaxLines = 100;

    /// <summary>True when the server is ready for the handshake; false when it does not offer or refuses it.</summary>
    public static Task<bool> RequestAsync(ProbeConnection connection, MailProtocol protocol, CancellationToken cancellationToken) =>
        protocol switch
        {
            MailProtocol.Pop3 => RequestPop3Async(connection, cancellationToken),
            MailProtocol.Imap => RequestImapAsync(connection, cancellationToken),
            _ => RequestSmtpAsync(connection, cancellationToken),
        };

    private static async Task<bool> RequestSmtpAsync(ProbeConnection connection, CancellationToken cancellationToken)
    {
        await connection.WriteLineAsync("EHLO localhost", cancellationToken);
        List<string> words = await ReadUntilAsync(connection, line => line.Length < 4 || line[3] != '-', cancellationToken);
        if (!words.Any(line => line.Length > 4 && line[4..].Trim().Equals("STARTTLS", StringComparison.OrdinalIgnoreCase)))
        {
            return false;
        }

        await connection.WriteLineAsync("STARTTLS", cancellationToken);
        List<string> reply = await ReadUntilAsync(connection, line => line.Length < 4 || line[3] != '-', cancellationToken);
        return reply.Count > 0 && reply[^1].StartsWith("220", StringComparison.Ordinal);
    }

    private static async Task<bool> RequestPop3Async(ProbeConnection connection, CancellationToken cancellationToken)
    {
        await connection.WriteLineAsync("CAPA", cancellationToken);
        string status = await connection.ReadLineAsync(cancellationToken) ?? "";
        if (!status.StartsWith("+OK", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        List<string> words = await ReadUntilAsync(connection, line => line == ".", cancellationToken);
        if (!words.Any(line => line.Trim().Equals("STLS", StringComparison.OrdinalIgnoreCase)))
        {
            return false;
        }

        await connection.WriteLineAsync("STLS", cancellationToken);
        string answer = await connection.ReadLineAsync(cancellationToken) ?? "";
        return answer.StartsWith("+OK", StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<bool> RequestImapAsync(ProbeConnection connection, CancellationToken cancellationToken)
    {
        await connection.WriteLineAsync("T1 CAPABILITY", cancellationToken);
        List<string> lines = await ReadUntilAsync(connection, line => line.StartsWith("T1 ", StringComparison.Ordinal), cancellationToken);
        bool offered = lines
            .Where(line => line.StartsWith("* CAPABILITY ", StringComparison.OrdinalIgnoreCase))
            .SelectMany(line => line.Split(' '))
            .Contains("STARTTLS", StringComparer.OrdinalIgnoreCase);
        if (!offered)
        {
            return false;
        }

        await connection.WriteLineAsync("T2 STARTTLS", cancellationToken);
        List<string> reply = await ReadUntilAsync(connection, line => line.StartsWith("T2 ", StringComparison.Ordinal), cancellationToken);
        return reply.Count > 0 && reply[^1].StartsWith("T2 OK", StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<List<string>> ReadUntilAsync(
        ProbeConnection connection, Func<string, bool> isLast, CancellationToken cancellationToken)
    {
        List<string> lines = [];
        while (lines.Count < MaxLines && await connection.ReadLineAsync(cancellationToken) is { } line)
        {
            lines.Add(line);
            if (isLast(line))
            {
                break;
            }
        }

        return lines;
    }
}
