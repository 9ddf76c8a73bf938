using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace MailAdmin.Diagnostics.Wire;

/// <summary>
/// A client's connection of which every octet is known: what the server said first, what it said in the clear before a
/// handshake, and what both said since. Reads lines with a limit, since what answers may be anything.
/// </summary>
internal sealed class ProbeConnection : IAsyncDisposable
{
    private const int MaxLine = 4096;

    private readonly RecordingStream network;
    private readonly byte[] buffer = new byte[MaxLine];
    private Stream stream;
    private int start;
    private int end;

    public ProbeConnection(Socket socket, Transcript transcript)
    {
        Transcript = transcript;
        RemoteAddress = (socket.RemoteEndPoint as System.Net.IPEndPoint)?.Address;
        network = new RecordingStream(new NetworkStream(socket, ownsSocket: true));
        stream = network;
    }

    public Transcript Transcript { get; }

    /// <summary>Where the server is.</summary>
    public System.Net.IPAddress? RemoteAddress { get; }

    /// <summary>The stream as it is now: encrypted after <see cref="StartTlsAsync"/>.</summary>
    public Stream Stream => stream;

    /// <summary>TLS, once it is up.</summary>
    public SslStream? Tls => stream as SslStream;

    /// <summary>The first octets the server sent since the last handshake began, or since the start.</summary>
    public ReadOnlyMemory<byte> FirstOctets => network.FirstOctets;

    /// <summary>Octets that were read and not yet taken as a line.</summary>
    public ReadOnlySpan<byte> Buffered => buffer.AsSpan(start, end - start);

    /// <summary>Waits until the server has said something; false: it closed the connection.</summary>
    public async Task<bool> WaitForOctetsAsync(CancellationToken cancellationToken) =>
        end > start || await FillAsync(cancellationToken);

    /// <summary>Reads a line without its end; null: the connection was closed before one began. A line that is too long comes in pieces.</summary>
    public async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            int newline = Buffered.IndexOf((byte)'\n');
            bool full = newline < 0 && end - start == buffer.Length;
            if (newline >= 0 || full)
            {
                return TakeLine(full ? buffer.Length : newline + 1);
            }

            if (!await FillAsync(cancellationToken))
            {
                return end > start ? TakeLine(end - start) : null;
            }
        }
    }

    /// <summary>Sends a command that holds no secret.</summary>
    public async Task WriteLineAsync(string line, CancellationToken cancellationToken)
    {
        byte[] octets = Encoding.ASCII.GetBytes(line + "\r\n");
        Transcript.Client(octets);
        await stream.WriteAsync(octets, cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }

    /// <summary>Starts TLS; what the server said before in the clear is dropped (RFC 3207 §4.2).</summary>
    public async Task StartTlsAsync(SslClientAuthenticationOptions options, CancellationToken cancellationToken)
    {
        start = end = 0;
        network.Restart();
        var tls = new SslStream(network, leaveInnerStreamOpen: false);
        try
        {
            await tls.AuthenticateAsClientAsync(options, cancellationToken);
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }

        stream = tls;
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private string TakeLine(int length)
    {
        ReadOnlySpan<byte> line = buffer.AsSpan(start, length);
        Transcript.Server(line);
        start += length;
        return Encoding.Latin1.GetString(line).TrimEnd('\r', '\n');
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (start > 0)
        {
            Buffer.BlockCopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }

        int read = await stream.ReadAsync(buffer.AsMemory(end), cancellationToken);
        end += read;
        return read > 0;
    }
}
