using System.Runtime.CompilerServices;
using MailAdmin.Diagnostics;
using MailAdmin.Diagnostics.Local;
using MailAdmin.Diagnostics.RoundTrip;

namespace MailAdmin.Diagnosis;

/// <summary>
/// Names the round trip, whose assembly is loaded when it is first used. Turns a question into the two ports: those
/// that were named, or the listeners of the local store.
/// </summary>
internal static class RoundTripTests
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static async IAsyncEnumerable<MailTestResult> RunAsync(
        RoundTripQuestion question, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<MailListener> listeners = [];
        string hostName = "";
        if (question.Server is null || question.SmtpServer is null)
        {
            LocalServer local =
                await LocalServers.AskAsync(question.StorePath, null, null, cancellationToken);
            (hostName, listeners) = (local.HostName, local.Listeners);
        }

        RoundTripRequest request = new()
        {
            Recipient = question.Recipient,
            Sender = question.Sender ?? question.Recipient,
            Timeout = question.Timeout,
            SkipCertificateCheck = question.SkipCertificateCheck,
            Receive = question.Server is { } server
                ? Named(server, question.Protocol, question.Port, question.TlsMode)
                : Local(
                    question,
                    hostName,
                    listeners.Where(listener => listener.Protocol == question.Protocol),
                    question.Port,
                    question.Protocol),
            Send = question.SmtpServer is { } smtp
                ? Named(smtp, MailProtocol.Submission, question.SmtpPort, question.SmtpTlsMode)
                : Local(
                    question,
                    hostName,
                    listeners.Where(listener => listener.Protocol == MailProtocol.Submission),
                    question.SmtpPort,
                    MailProtocol.Submission),
        };
        request = request with
        {
            Receive = request.Receive with { Credential = question.Credential },
            Send = request.Send with { Credential = question.SmtpCredential ?? question.Credential },
        };
        await foreach (
            MailTestResult result in new RoundTripTest(TimeProvider.System, new SystemHostResolver())
                .RunAsync(request, cancellationToken))
        {
            yield return result;
        }
    }

    private static RoundTripPort Named(string server, MailProtocol protocol, int? port, TlsMode mode)
    {
        KnownEndPoint usual = StandardPorts.For(protocol, mode);
        int number = port ?? usual.Port;
        TlsMode used = mode != TlsMode.Auto ? mode : StandardPorts.ByNumber(number)?.TlsMode ?? TlsMode.StartTls;
        return new RoundTripPort(server, new KnownEndPoint(protocol, number, used));
    }

    private static RoundTripPort Local(
        RoundTripQuestion question,
        string hostName,
        IEnumerable<MailListener> listeners,
        int? port,
        MailProtocol protocol)
    {
        MailListener listener = listeners.Where(candidate => port is null || candidate.Port == port)
            .MaxBy(candidate => candidate.TlsMode)
            ?? throw MailException.Of(MailError.ListenerNotFound.As("Protocol"), protocol);
        return new RoundTripPort(hostName, new KnownEndPoint(listener.Protocol, listener.Port, listener.TlsMode))
        {
            ConnectAddress = LocalServer.AddressOf(listener),
            KnownThumbprint = listener.CertificateThumbprint,
        };
    }
}
