using MailAdmin.Diagnostics.Replies;
using MailAdmin.Diagnostics.Wire;

namespace MailAdmin.Diagnostics.Connection;

/// <summary>
/// Reads what the server says first, and tells by it whether it is the one that was wanted.
/// RFC 5321 §4.3.1 (220, 421, 554), RFC 1939 §4 (+OK), RFC 3501 §7.1 (OK, PREAUTH, BYE).
/// </summary>
internal sealed class GreetingCheck : IConnectionCheck
{
    private const int MaxLines = 50;

    public MailTestLayer Layer => MailTestLayer.Greeting;

    public CheckOutcome? ReasonToSkip(ConnectionContext context) =>
        context.Connection is null || (context.Mode == TlsMode.Implicit && context.Connection.Tls is null)
            ? CheckOutcome.Skip("NoConnection")
            : null;

    public async Task<CheckOutcome> RunAsync(ConnectionContext context, CancellationToken cancellationToken)
    {
        ProbeConnection connection = context.Connection!;
        Task<bool> spoke = connection.WaitForOctetsAsync(cancellationToken);
        if (context.Mode != TlsMode.Implicit && await FindSilentServiceAsync(context, spoke, cancellationToken) is { } silent)
        {
            return silent;
        }

        if (!await spoke)
        {
            context.Transcript.Note("the server closed the connection");
            return CheckOutcome.Fail(MailTestCode.ServerBusy, "Closed");
        }

        ServiceKind kind = ServiceRecognizer.Recognize(connection.Buffered);
        string line = await connection.ReadLineAsync(cancellationToken) ?? "";
        if (kind != PortSearch.ExpectedKind(context.Request.Protocol))
        {
            return Wrong(kind, line);
        }

        return await ReadRestAsync(context, line, cancellationToken);
    }

    /// <summary>The outcome for a kind of server that was not wanted.</summary>
    public static CheckOutcome Wrong(ServiceKind kind, string line) => kind switch
    {
        ServiceKind.Tls => CheckOutcome.Fail(MailTestCode.TlsOnPlainPort),
        ServiceKind.Unknown => CheckOutcome.Fail(MailTestCode.WrongProtocol, "Unknown", ("answer", Show(line))),
        _ => CheckOutcome.Fail(MailTestCode.WrongProtocol, "", ("found", kind.ToString()), ("answer", Show(line))),
    };

    private static async Task<CheckOutcome> ReadRestAsync(ConnectionContext context, string line, CancellationToken cancellationToken)
    {
        string last = line;
        for (int i = 0; i < MaxLines && last.Length > 3 && last[3] == '-' && char.IsAsciiDigit(last[0]); i++)
        {
            last = await context.Connection!.ReadLineAsync(cancellationToken) ?? "";
        }

        if (ServerReply.IsRefusal(context.Request.Protocol, last))
        {
            string code = ServerReply.MentionsBlocklist(last) ? MailTestCode.Blocklisted : MailTestCode.ServerBusy;
            return CheckOutcome.Fail(code, "", ("answer", Show(last)));
        }

        context.Greeting = last;
        context.MaySendPassword |= context.Mode == TlsMode.None;
        return CheckOutcome.Pass("Greeting", ("answer", Show(line)));
    }

    /// <summary>
    /// A server that says nothing may be waiting for a handshake or a request. That is found out beside the wait, so that
    /// one that is only slow still has all its time.
    /// </summary>
    private static async Task<CheckOutcome?> FindSilentServiceAsync(
        ConnectionContext context, Task<bool> spoke, CancellationToken cancellationToken)
    {
        Task silence = Task.Delay(Timeouts.Silence(context.Request.Timeout), context.TimeProvider, cancellationToken);
        if (await Task.WhenAny(spoke, silence) == spoke)
        {
            return null;
        }

        ServiceKind kind = await PortSearch.RecognizeAsync(
            context.ConnectedAddress!, context.Request.Port, TlsMode.Implicit, Timeouts.Guess, context.TimeProvider, cancellationToken);
        if (kind == ServiceKind.Unknown || spoke.IsCompleted)
        {
            return null;
        }

        context.Transcript.Note($"silence, but a handshake is answered by {kind}");

        // Mail inside TLS is the right server spoken to in the wrong way.
        bool isMail = kind is ServiceKind.Smtp or ServiceKind.Pop3 or ServiceKind.Imap or ServiceKind.Tls;
        return isMail ? CheckOutcome.Fail(MailTestCode.TlsOnPlainPort) : Wrong(kind, "");
    }

    private static string Show(string line) =>
        string.Concat(line.Take(120).Select(c => c is >= ' ' and < (char)0x7F ? c : '?'));
}
