namespace MailAdmin.Diagnostics.Wire;

/// <summary>
/// Asks a server for its extensions and to start TLS: EHLO and STARTTLS (RFC 3207 §4), CAPA and STLS (RFC 2595 §4),
/// CAPABILITY and STARTTLS (RFC 2595 §3.1).
/// </summary>
internal static class StartTlsDialogue
{
    private const int MaxLines = 100;

    /// <summary>True when the server is ready for the handshake; false when it does not offer or refuses it.</summary>
    public static Task<bool> RequestAsync(
        ProbeConnection connection, MailProtocol protocol, CancellationToken cancellationToken) => protocol switch
        {
            MailProtocol.Pop3 => RequestPop3Async(connection, cancellationToken),
            MailProtocol.Imap => RequestImapAsync(connection, cancellationToken),
            _ => RequestSmtpAsync(connection, cancellationToken),
        };

    private static async Task<bool> RequestSmtpAsync(ProbeConnection connection, CancellationToken cancellationToken)
    {
        static bool IsLast(string line) => line.Length < 4 || line[3] != '-';

        List<string> extensions = await AskAsync(connection, "EHLO localhost", IsLast, cancellationToken);
        return extensions.Any(line => line.Length > 4 && Is(line[4..], "STARTTLS"))
            && Has(await AskAsync(connection, "STARTTLS", IsLast, cancellationToken), "220");
    }

    private static async Task<bool> RequestPop3Async(ProbeConnection connection, CancellationToken cancellationToken)
    {
        if (!Has(await AskAsync(connection, "CAPA", _ => true, cancellationToken), "+OK"))
        {
            return false;
        }

        List<string> capabilities = await ReadAsync(connection, line => line == ".", cancellationToken);
        return capabilities.Any(line => Is(line, "STLS"))
            && Has(await AskAsync(connection, "STLS", _ => true, cancellationToken), "+OK");
    }

    private static async Task<bool> RequestImapAsync(ProbeConnection connection, CancellationToken cancellationToken)
    {
        List<string> lines = await AskAsync(
            connection, "T1 CAPABILITY", line => line.StartsWith("T1 ", StringComparison.Ordinal), cancellationToken);
        bool isOffered = lines
            .Where(line => line.StartsWith("* CAPABILITY ", StringComparison.OrdinalIgnoreCase))
            .SelectMany(line => line.Split(' '))
            .Any(word => Is(word, "STARTTLS"));
        return isOffered && Has(
            await AskAsync(
                connection, "T2 STARTTLS", line => line.StartsWith("T2 ", StringComparison.Ordinal), cancellationToken),
            "T2 OK");
    }

    private static bool Is(string line, string word) => line.Trim().Equals(word, StringComparison.OrdinalIgnoreCase);

    private static bool Has(List<string> lines, string status) =>
        lines.Count > 0 && lines[^1].StartsWith(status, StringComparison.OrdinalIgnoreCase);

    private static async Task<List<string>> AskAsync(
        ProbeConnection connection, string command, Func<string, bool> isLast, CancellationToken cancellationToken)
    {
        await connection.WriteLineAsync(command, cancellationToken);
        return await ReadAsync(connection, isLast, cancellationToken);
    }

    private static async Task<List<string>> ReadAsync(
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
