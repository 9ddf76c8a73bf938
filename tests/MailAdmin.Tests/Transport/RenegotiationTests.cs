using System.Diagnostics;
using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using MailAdmin.Protocols.Transport;
using MailAdmin.Tests.Clients;
using MailAdmin.Tests.Dialogues;

namespace MailAdmin.Tests.Transport;

/// <summary>
/// RFC 5746, RFC 7525 §3.5: a client of TLS 1.2 that negotiates again is sent away; it costs its own session only.
/// </summary>
public sealed class RenegotiationTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_client_that_negotiates_again_ends_its_session_and_leaves_no_exception_behind()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        IPEndPoint local = (IPEndPoint)listener.LocalEndpoint;
        ProcessStartInfo start = new(
            ClientProcess.Require("openssl"), ["s_client", "-tls1_2", "-connect", $"127.0.0.1:{local.Port}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process client = Process.Start(start)!;
        try
        {
            using TcpClient accepted = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
            SslServerAuthenticationOptions options = new()
            {
                ServerCertificateContext = TestCertificate.ServerOptions.ServerCertificateContext,
                EnabledSslProtocols = SslProtocols.Tls12,
                AllowRenegotiation = false,
            };
            MailTransport transport = new(accepted.GetStream(), local, local, options, TimeProvider.System);
            await transport.UpgradeToTlsAsync(Limit, TestContext.Current.CancellationToken);
            await client.StandardInput.WriteLineAsync("R");
            await client.StandardInput.WriteLineAsync("after");
            client.StandardInput.Close();

            Exception? failure = await Record.ExceptionAsync(() => ReadToEndAsync(transport));
            Exception? atTheEnd = await Record.ExceptionAsync(() => transport.DisposeAsync().AsTask());

            Assert.True(failure is null or IOException or AuthenticationException, $"{failure}");
            Assert.Null(atTheEnd);
        }
        finally
        {
            client.Kill();
        }
    }

    private static async Task ReadToEndAsync(MailTransport transport)
    {
        ReadResult result;
        do
        {
            result = await transport.ReadAsync(Limit, TestContext.Current.CancellationToken);
            transport.AdvanceTo(result.Buffer.End, result.Buffer.End);
        }
        while (!result.IsCompleted);
    }
}
