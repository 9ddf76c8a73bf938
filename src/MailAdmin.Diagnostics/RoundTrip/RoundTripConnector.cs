using System.Net;
using System.Net.Sockets;
using MailAdmin.Diagnostics.Connection;
using MailAdmin.Diagnostics.Replies;
using MailAdmin.Diagnostics.Wire;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Net.Pop3;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace MailAdmin.Diagnostics.RoundTrip;

/// <summary>Connects MailKit's clients to a port and logs on; a password goes only to a server whose certificate is taken.</summary>
internal sealed class RoundTripConnector(RoundTripRequest request, RoundTripPort port, IHostResolver resolver, TimeProvider timeProvider, Transcript transcript)
{
    private readonly CertificateReview review = new(
        new ConnectionTestRequest
        {
            Target = port.Server,
            Server = port.Server,
            Protocol = port.At.Protocol,
            Port = port.At.Port,
            SkipCertificateCheck = request.SkipCertificateCheck,
            KnownThumbprint = port.KnownThumbprint,
        },
        timeProvider);

    private CheckOutcome? certificate;

    /// <summary>Opens a connection.</summary>
    public async Task ConnectAsync(MailService client, CancellationToken cancellationToken)
    {
        transcript.Hide(port.Credential?.Password);
        client.CheckCertificateRevocation = false;
        client.ServerCertificateValidationCallback = (sender, shown, chain, errors) =>
        {
            review.Options.RemoteCertificateValidationCallback!(sender, shown, chain, errors);
            certificate = review.Judge();
            return certificate.Status != MailTestStatus.Fail;
        };
        IReadOnlyList<IPAddress> addresses = port.ConnectAddress is { } known ? [known]
            : IPAddress.TryParse(port.Server, out IPAddress? literal) ? [literal]
            : await resolver.ResolveAsync(port.Server, cancellationToken);
        Socket socket = await PortDialer.ConnectAsync(addresses, port.At.Port, timeProvider, cancellationToken);
        await client.ConnectAsync(socket, port.Server, port.At.Port, OptionsOf(port.At.TlsMode), cancellationToken);
        if (port.Credential is { } credential)
        {
            await client.AuthenticateAsync(credential, cancellationToken);
        }
    }

    /// <summary>The cause that a fault stands for.</summary>
    public CheckOutcome Explain(Exception fault)
    {
        transcript.Note(fault.Message);
        string answer = transcript.LastAnswer;
        return fault switch
        {
            SslHandshakeException when certificate is { Status: MailTestStatus.Fail } bad => bad,
            SslHandshakeException => CheckOutcome.Fail(MailTestCode.TlsHandshakeFailed, "", ("reason", fault.Message)),
            AuthenticationException => CheckOutcome.Fail(MailTestCode.LogonFailed, "", ("user", port.Credential?.UserName ?? ""), ("answer", fault.Message)),
            SmtpCommandException smtp => DeliveryRefusal.Explain((int)smtp.StatusCode, answer).With(("recipient", request.Recipient.ToString())),
            ImapCommandException or Pop3CommandException => MailboxRefusal.Explain(answer),
            NotSupportedException when port.At.TlsMode == TlsMode.StartTls && fault.Message.Contains("STARTTLS", StringComparison.OrdinalIgnoreCase)
                => CheckOutcome.Fail(MailTestCode.StartTlsMissing),
            NotSupportedException => CheckOutcome.Fail(MailTestCode.LogonMechanismUnsupported, "", ("mechanisms", "-")),
            SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData } => CheckOutcome.Fail(MailTestCode.HostNotFound),
            SocketException { SocketErrorCode: SocketError.TryAgain } => CheckOutcome.Fail(MailTestCode.ResolverUnreachable),
            _ => ServerDialer.Explain(fault),
        };
    }

    /// <summary>Whether a fault is one of the connection or of the server, and not of this program.</summary>
    public static bool IsExpected(Exception fault) => fault is IOException or SocketException or AuthenticationException or SslHandshakeException
        or CommandException or ProtocolException or ServiceNotConnectedException or ServiceNotAuthenticatedException or NotSupportedException or FolderNotFoundException;

    private static SecureSocketOptions OptionsOf(TlsMode mode) => mode switch
    {
        TlsMode.None => SecureSocketOptions.None,
        TlsMode.Implicit => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.StartTls,
    };
}
