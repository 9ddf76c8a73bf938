using MailAdmin.Diagnostics.Replies;
using MailAdmin.Diagnostics.Wire;

namespace MailAdmin.Diagnostics.Connection;

/// <summary>
/// Reads the greeting, and checks that it comes from a server of the expected kind.
/// RFC 5321 §4.3.1 (220, 421, 554), RFC 1939 §4 (+OK), RFC 3501 §7.1 (OK, PREAUTH, BYE).
/// </summary>
internal sealed class GreetingCheck() : ConnectionCheck(MailTestLayer.Greeting)
{
    public override CheckOutcome? ReasonToSkip(ConnectionContext context) =>
        context.Connection is null || (context.Mode == TlsMode.Implicit && context.Connection.Tls is null)
            ? CheckOutcome.Skip("NoConnection")
            : null;

    public override async Task<CheckOutcome> RunAsync(ConnectionContext context, CancellationToken cancellationToken)
    {
        ProbeConnection connection = context.Connection!;
        Task<bool> greeting = connection.WaitForDataAsync(cancellationToken);
        if (context.Mode != TlsMode.Implicit
            && await FindSilentServiceAsync(context, greeting, cancellationToken) is { } silent)
        {
            return silent;
        }

        if (!await greeting)
        {
            context.Transcript.AddRemark("the server closed the connection");
            return CheckOutcome.Fail(MailTestCode.ServerBusy, "Closed");
        }

        ServiceKind kind = ServiceRecognizer.Recognize(connection.Buffered);
        string line = await connection.ReadLineAsync(cancellationToken) ?? "";
        if (kind != ServiceRecognizer.KindOf(context.Request.Protocol))
        {
            return ServiceRecognizer.Mismatch(kind, line);
        }

        string last = await connection.ReadLastLineAsync(line, cancellationToken);
        if (ServerReply.IsRefusal(context.Request.Protocol, last))
        {
            return ServerReply.RefusedGreeting(last);
        }

        context.Greeting = last;
        context.MaySendPassword |= context.Mode == TlsMode.None;
        return CheckOutcome.Pass("Greeting", ("answer", SafeText.Ascii(line)));
    }

    /// <summary>Tries a handshake while a silent server still has time to send its greeting.</summary>
    private static async Task<CheckOutcome?> FindSilentServiceAsync(
        ConnectionContext context, Task<bool> greeting, CancellationToken cancellationToken)
    {
        if (!await context.IsSilentAsync(greeting, cancellationToken))
        {
            return null;
        }

        ServiceKind kind = await context.RecognizeInsideTlsAsync(cancellationToken);
        if (kind == ServiceKind.Unknown || greeting.IsCompleted)
        {
            return null;
        }

        context.Transcript.AddRemark($"silence, but a handshake is answered by {kind}");

        // Mail inside TLS is the right server at a port that begins with TLS.
        bool isMail = kind is ServiceKind.Smtp or ServiceKind.Pop3 or ServiceKind.Imap or ServiceKind.Tls;
        return isMail ? CheckOutcome.Fail(MailTestCode.PlainOnTlsPort) : ServiceRecognizer.Mismatch(kind, "");
    }
}
