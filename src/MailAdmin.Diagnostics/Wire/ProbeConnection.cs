using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace MailAdmin.Diagnostics.Wire;

/// <summary>
/// A client's connection that records what the server sends first, in the clear and since a handshake. It reads lines
/// with a limit, since any kind of service may answer.
/// </summary>
internal sealed class ProbeConnection : IAsyncDisposable
{
    private const int MaxLine = 4096;
    private const int MaxReplyLines = 100;

    private readonly ProbeStream network;
    private readonly byte[] buffer = new byte[MaxLine];
    private int start;
    private int end;

    public ProbeConnection(Socket socket, Transcript transcript)
    {
        Transcript = transcript;
        RemoteAddress = (socket.RemoteEndPoint as IPEndPoint)?.Address;
        network = new ProbeStream(new NetworkStream(socket, ownsSocket: true));
        Stream = network;
    }

    public Transcript Transcript { get; }

    public IPAddress? RemoteAddress { get; }

    /// <summary>The stream, encrypted once TLS was started.</summary>
    public Stream Stream { get; private set; }

    /// <summary>The TLS session; null before the handshake.</summary>
    public SslStream? Tls => Stream as SslStream;

    /// <summary>The first bytes that the server sent since the last handshake began, or since the start.</summary>
    public ReadOnlyMemory<byte> FirstBytes => network.FirstBytes;

    /// <summary>Bytes that were received and not yet read as a line.</summary>
    public ReadOnlySpan<byte> Buffered => buffer.AsSpan(start, end - start);

    /// <summary>Waits until the server has sent something; false when it closed the connection.</summary>
    public async Task<bool> WaitForDataAsync(CancellationToken cancellationToken) =>
        end > start || await FillAsync(cancellationToken);

    /// <summary>Reads a line, in pieces when it is too long; null when the connection is closed.</summary>
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

    /// <summary>Reads the rest of an SMTP reply. Returns its last line, empty when it is missing.</summary>
    public async Task<string> ReadLastLineAsync(string firstLine, CancellationToken cancellationToken)
    {
        string line = firstLine;
        for (int i = 0; i < MaxReplyLines && line.Length > 3 && line[3] == '-' && char.IsAsciiDigit(line[0]); i++)
        {
            line = await ReadLineAsync(cancellationToken) ?? "";
        }

        return line;
    }

    /// <summary>Sends a command that holds no secret.</summary>
    public async Task WriteLineAsync(string line, CancellationToken cancellationToken)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(line + "\r\n");
        Transcript.AddClient(bytes);
        await Stream.WriteAsync(bytes, cancellationToken);
        await Stream.FlushAsync(cancellationToken);
    }

    /// <summary>Starts TLS; what the server said before in the clear is dropped (RFC 3207 §4.2).</summary>
    public async Task StartTlsAsync(SslClientAuthenticationOptions options, CancellationToken cancellationToken)
    {
        start = end = 0;
        network.Restart();
        SslStream tls = new(network, leaveInnerStreamOpen: false);
        try
        {
            await tls.AuthenticateAsClientAsync(options, cancellationToken);
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }

        Stream = tls;
    }

    /// <summary>Starts TLS with whatever certificate the server shows; nothing secret may follow.</summary>
    public Task StartTlsUnverifiedAsync(string host, CancellationToken cancellationToken) => StartTlsAsync(
        new SslClientAuthenticationOptions
        {
            TargetHost = host,
            RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null,
        },
        cancellationToken);

    public ValueTask DisposeAsync() => Stream.DisposeAsync();

    private string TakeLine(int length)
    {
        ReadOnlySpan<byte> line = buffer.AsSpan(start, length);
        Transcript.AddServer(line);
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

        int read = await Stream.ReadAsync(buffer.AsMemory(end), cancellationToken);
        end += read;
        return read > 0;
    }
}
