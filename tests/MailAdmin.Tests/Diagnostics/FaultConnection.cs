using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace MailAdmin.Tests.Diagnostics;

/// <summary>The server's end of one connection.</summary>
internal sealed class FaultConnection(Socket socket, CancellationToken stopping) : IAsyncDisposable
{
    private readonly byte[] one = new byte[1];
    private Stream stream = new NetworkStream(socket, ownsSocket: true);

    public bool IsTls => stream is SslStream;

    public async Task SendAsync(byte[] octets)
    {
        await stream.WriteAsync(octets, stopping);
        await stream.FlushAsync(stopping);
    }

    public Task SendAsync(string line) => SendAsync(Encoding.Latin1.GetBytes(line + "\r\n"));

    public async Task<string?> ReadLineAsync()
    {
        List<byte> line = [];
        while (await stream.ReadAsync(one, stopping) == 1)
        {
            if (one[0] == (byte)'\n')
            {
                return Encoding.Latin1.GetString([.. line]).TrimEnd('\r');
            }

            line.Add(one[0]);
        }

        return null;
    }

    public async Task<byte[]> ReadSomeAsync()
    {
        byte[] buffer = new byte[1024];
        int read = await stream.ReadAsync(buffer, stopping);
        return buffer[..read];
    }

    public async Task StartTlsAsync(X509Certificate2 certificate)
    {
        var tls = new SslStream(stream);
        stream = tls;
        await tls.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions { ServerCertificate = certificate }, stopping);
    }

    /// <summary>Takes whatever comes, answers nothing, until the client leaves.</summary>
    public async Task DrainAsync()
    {
        while ((await ReadSomeAsync()).Length > 0)
        {
        }
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();
}
