using System.Net.Sockets;
using System.Text;
using MailAdmin.Diagnostics.Replies;
using MailAdmin.Diagnostics.Wire;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Net.Pop3;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace MailAdmin.Diagnostics.RoundTrip;

/// <summary>Connects MailKit's clients and logs on, unless the certificate is refused.</summary>
internal sealed class RoundTripConnector(
    RoundTripRequest request,
    RoundTripPort port,
    IHostResolver resolver,
    TimeProvider timeProvider,
    Transcript transcript)
{
    private readonly ServerDialer dialer = new(port.Server, port.ConnectAddress, resolver, timeProvider);

    private readonly CertificateReview review = new(port.Server, timeProvider)
    {
        KnownThumbprint = port.KnownThumbprint,
        IsCheckSkipped = request.SkipCertificateCheck,
    };

    private CheckOutcome? certificate;

    /// <summary>What the clients that it connects log to.</summary>
    public StartTlsWatch Watch { get; } = new();

    public async Task ConnectAsync(MailService client, CancellationToken cancellationToken)
    {
        transcript.Hide(port.Credential?.Password);
        client.CheckCertificateRevocation = false;
        client.ServerCertificateValidationCallback = (sender, shown, chain, errors) =>
        {
            review.Accept(sender, shown, chain, errors);
            certificate = review.Evaluate();
            return certificate.Status != MailTestStatus.Fail;
        };
        Socket socket = await dialer.DialAsync(port.At.Port, cancellationToken);
        await client.ConnectAsync(socket, port.Server, port.At.Port, OptionsOf(port.At.TlsMode), cancellationToken);
        if (port.Credential is { } credential)
        {
            await client.AuthenticateAsync(credential, cancellationToken);
        }
    }

    /// <summary>The outcome of work on a connection; of its failure, unless the user stopped it.</summary>
    public async Task<CheckOutcome> ExplainAsync(Func<Task<CheckOutcome>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (IsExpected(e, cancellationToken))
        {
            return Explain(e);
        }
    }

    /// <summary>Whether a failure comes from the connection, the server or a timeout.</summary>
    public static bool IsExpected(Exception failure, CancellationToken cancellationToken) => failure is IOException
        or SocketException or AuthenticationException or SslHandshakeException or CommandException or ProtocolException
        or ServiceNotConnectedException or ServiceNotAuthenticatedException or NotSupportedException
        or FolderNotFoundException
        || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private CheckOutcome Explain(Exception failure)
    {
        if (failure is CommandException && Watch.LastAnswer is { } answer)
        {
            transcript.AddServer(Encoding.Latin1.GetBytes(answer + "\n"));
            return StartTlsDialogue.Refused(answer);
        }

        if (failure is SmtpCommandException refusal)
        {
            transcript.AddServer(Encoding.Latin1.GetBytes($"{(int)refusal.StatusCode} {refusal.Message}\n"));
        }

        transcript.AddRemark(failure.Message);
        string reply = transcript.LastReply;
        return failure switch
        {
            SslHandshakeException when certificate is { Status: MailTestStatus.Fail } bad => bad,
            SslHandshakeException => CheckOutcome.Fail(MailTestCode.TlsHandshakeFailed, ("reason", failure.Message)),
            AuthenticationException => LogonRefusal
                .Explain(port.At.Protocol, reply.Length > 0 ? reply : failure.Message, port.At.TlsMode != TlsMode.None)
                .With(("user", port.Credential?.UserName ?? "")),
            SmtpCommandException smtp => DeliveryRefusal.Explain((int)smtp.StatusCode, reply)
                .With(("recipient", request.Recipient.ToString())),
            ImapCommandException or Pop3CommandException => MailboxRefusal.Explain(reply),
            NotSupportedException when port.At.TlsMode == TlsMode.StartTls
                && failure.Message.Contains("STARTTLS", StringComparison.OrdinalIgnoreCase) =>
                CheckOutcome.Fail(MailTestCode.StartTlsMissing),
            NotSupportedException => CheckOutcome.Fail(MailTestCode.LogonMechanismUnsupported, ("mechanisms", "-")),
            SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData } =>
                CheckOutcome.Fail(MailTestCode.HostNotFound),
            SocketException { SocketErrorCode: SocketError.TryAgain } =>
                CheckOutcome.Fail(MailTestCode.ResolverUnreachable),
            _ => ServerDialer.Explain(failure),
        };
    }

    private static SecureSocketOptions OptionsOf(TlsMode mode) => mode switch
    {
        TlsMode.None => SecureSocketOptions.None,
        TlsMode.Implicit => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.StartTls,
    };
}
