using MailAdmin.Diagnostics.Replies;

namespace MailAdmin.Diagnostics.Wire;

/// <summary>
/// Asks a server for its extensions and to start TLS: EHLO and STARTTLS (RFC 3207 §4), CAPA and STLS (RFC 2595 §4),
/// CAPABILITY and STARTTLS (RFC 2595 §3.1).
/// </summary>
internal static class StartTlsDialogue
{
    private const int MaxLines = 100;

    /// <summary>
    /// Brings a new connection to where the handshake begins. Returns null there, or what is in the way.
    /// </summary>
    /// <exception cref="IOException">The server closed the connection.</exception>
    public static async Task<CheckOutcome?> ReachHandshakeAsync(
        ProbeConnection connection, MailProtocol protocol, TlsMode mode, CancellationToken cancellationToken)
    {
        if (mode == TlsMode.Implicit)
        {
            return null;
        }

        string line = await connection.ReadLineAsync(cancellationToken) ?? "";
        ServiceKind kind = ServiceRecognizer.Recognize(line);
        line = await connection.ReadLastLineAsync(line, cancellationToken);
        if (kind != ServiceRecognizer.KindOf(protocol))
        {
            return line.Length == 0
                ? CheckOutcome.Fail(MailTestCode.ServerBusy, "Closed")
                : ServiceRecognizer.Mismatch(kind, line);
        }

        return await RequestAsync(connection, protocol, cancellationToken);
    }

    /// <summary>Asks after the greeting. Returns null when the server is ready for the handshake.</summary>
    /// <returns>
    /// StartTlsMissing when the server does not offer it; TlsHandshakeFailed when it offers and then refuses it, such
    /// as with 454 (RFC 3207 §4); ServerBusy when it sends the client away.
    /// </returns>
    /// <exception cref="IOException">The server closed the connection.</exception>
    public static Task<CheckOutcome?> RequestAsync(
        ProbeConnection connection, MailProtocol protocol, CancellationToken cancellationToken) => protocol switch
        {
            MailProtocol.Pop3 => RequestPop3Async(connection, cancellationToken),
            MailProtocol.Imap => RequestImapAsync(connection, cancellationToken),
            _ => RequestSmtpAsync(connection, cancellationToken),
        };

    /// <summary>The outcome when a server offers TLS and then refuses it, such as with 454 (RFC 3207 §4).</summary>
    public static CheckOutcome Refused(string answer) =>
        CheckOutcome.Fail(MailTestCode.TlsHandshakeFailed, "Refused", ("answer", SafeText.Ascii(answer)));

    /// <summary>Whether a line of a client asks for TLS.</summary>
    public static bool IsRequest(string command) =>
        Is(command, "STLS") || Is(command, "STARTTLS") || Is(command[(command.IndexOf(' ') + 1)..], "STARTTLS");

    private static async Task<CheckOutcome?> RequestSmtpAsync(
        ProbeConnection connection, CancellationToken cancellationToken)
    {
        static bool IsLast(string line) => line.Length < 4 || line[3] != '-';

        List<string> extensions = await AskAsync(connection, "EHLO localhost", IsLast, cancellationToken);
        if (ServerReply.Code(extensions[^1]) is >= 400 and < 500)
        {
            return CheckOutcome.Fail(MailTestCode.ServerBusy, ("answer", SafeText.Ascii(extensions[^1])));
        }

        return extensions.Any(line => line.Length > 4 && Is(line[4..], "STARTTLS"))
            ? Evaluate(await AskAsync(connection, "STARTTLS", IsLast, cancellationToken), "220")
            : Missing();
    }

    private static async Task<CheckOutcome?> RequestPop3Async(
        ProbeConnection connection, CancellationToken cancellationToken)
    {
        if (!Has(await AskAsync(connection, "CAPA", _ => true, cancellationToken), "+OK"))
        {
            return Missing();
        }

        List<string> capabilities = await ReadAsync(connection, line => line == ".", cancellationToken);
        return capabilities.Any(line => Is(line, "STLS"))
            ? Evaluate(await AskAsync(connection, "STLS", _ => true, cancellationToken), "+OK")
            : Missing();
    }

    private static async Task<CheckOutcome?> RequestImapAsync(
        ProbeConnection connection, CancellationToken cancellationToken)
    {
        List<string> lines = await AskAsync(
            connection, "T1 CAPABILITY", line => line.StartsWith("T1 ", StringComparison.Ordinal), cancellationToken);
        bool isOffered = lines
            .Where(line => line.StartsWith("* CAPABILITY ", StringComparison.OrdinalIgnoreCase))
            .SelectMany(line => line.Split(' '))
            .Any(word => Is(word, "STARTTLS"));
        return isOffered
            ? Evaluate(
                await AskAsync(
                    connection,
                    "T2 STARTTLS",
                    line => line.StartsWith("T2 ", StringComparison.Ordinal),
                    cancellationToken),
                "T2 OK")
            : Missing();
    }

    private static CheckOutcome Missing() => CheckOutcome.Fail(MailTestCode.StartTlsMissing);

    private static CheckOutcome? Evaluate(List<string> reply, string ready) =>
        Has(reply, ready) ? null : Refused(reply[^1]);

    private static bool Is(string line, string word) => line.Trim().Equals(word, StringComparison.OrdinalIgnoreCase);

    private static bool Has(List<string> lines, string status) =>
        lines[^1].StartsWith(status, StringComparison.OrdinalIgnoreCase);

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

        return lines.Count > 0 ? lines : throw new EndOfStreamException("The server closed the connection.");
    }
}
