using System.Globalization;
using System.Net;
using MailAdmin.Diagnostics;
using MailAdmin.Diagnostics.RoundTrip;

namespace MailAdmin.Tests.Diagnostics;

/// <summary>What a round trip says about a server that refuses.</summary>
public sealed class RoundTripTests
{
    [Theory]
    [InlineData(MailProtocol.Submission, "454 4.7.0 TLS not available due to temporary reason")]
    [InlineData(MailProtocol.Pop3, "-ERR no certificate")]
    [InlineData(MailProtocol.Imap, "NO no certificate")]
    public async Task A_server_that_refuses_the_STARTTLS_that_it_offers_is_not_busy(
        MailProtocol protocol, string refusal)
    {
        await using FaultServer server = new FakeMailServer(protocol) { StartTlsRefusal = refusal }.Start();
        Trip trip = Begin(protocol, server.Port);

        CheckOutcome outcome = protocol == MailProtocol.Submission
            ? await trip.SendAsync(CancellationToken.None)
            : await trip.WaitAsync(0, CancellationToken.None);

        Assert.Equal(
            (MailTestStatus.Fail, "TlsHandshakeFailed", "Refused"), (outcome.Status, outcome.Code, outcome.Variant));
        Assert.Contains(refusal, trip.Transcript.TakeNew(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MailProtocol.Submission, "421 4.3.2 Shutting down")]
    [InlineData(MailProtocol.Imap, "* BYE shutting down")]
    public async Task A_server_that_refuses_the_client_is_busy(MailProtocol protocol, string greeting)
    {
        await using FaultServer server = new FakeMailServer(protocol) { Greeting = greeting }.Start();
        Trip trip = Begin(protocol, server.Port);

        CheckOutcome outcome = protocol == MailProtocol.Submission
            ? await trip.SendAsync(CancellationToken.None)
            : await trip.WaitAsync(0, CancellationToken.None);

        Assert.Equal("ServerBusy", outcome.Code);
    }

    private static Trip Begin(MailProtocol protocol, int port)
    {
        RoundTripPort at = new("localhost", new KnownEndPoint(protocol, port, TlsMode.StartTls))
        {
            ConnectAddress = IPAddress.Loopback,
        };
        RoundTripRequest request = new()
        {
            Culture = CultureInfo.InvariantCulture,
            Recipient = EmailAddress.Parse("ann@example.test"),
            Sender = EmailAddress.Parse("ann@example.test"),
            Send = at,
            Receive = at,
            Timeout = TimeSpan.FromSeconds(60),
        };
        return new Trip(request, new SystemHostResolver(), TimeProvider.System);
    }
}
