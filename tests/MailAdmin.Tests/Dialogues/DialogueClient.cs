using System.Net.Security;
using System.Text;
using System.Text.RegularExpressions;

namespace MailAdmin.Tests.Dialogues;

/// <summary>The client's end of one connection of a dialogue, and the session at the other end.</summary>
internal sealed partial class DialogueClient(
    MemoryConnection connection, Task session, bool readsLiterals) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly StringBuilder unsent = new();
    private readonly byte[] buffer = new byte[16_384];
    private Stream stream = connection;
    private int start;
    private int end;

    /// <summary>Whether the server waits for this client and has sent what it had to.</summary>
    public bool ServerWaits(MemoryConnection server) => server.IsWaiting || session.IsCompleted;

    /// <summary>Keeps bytes until <see cref="SendAsync()"/>.</summary>
    public void Hold(string bytes) => unsent.Append(bytes);

    /// <summary>Sends what is kept.</summary>
    public async Task SendAsync()
    {
        if (unsent.Length > 0)
        {
            byte[] bytes = Encoding.Latin1.GetBytes(unsent.ToString());
            unsent.Clear();
            try
            {
                await stream.WriteAsync(bytes).AsTask().WaitAsync(Patience);
            }
            catch (Exception closed) when (closed is IOException or ObjectDisposedException)
            {
                // The server has closed; what it said before that is still to be read.
            }
        }
    }

    /// <summary>Reads a line, or a response with its literals; null: the server has closed.</summary>
    public async Task<string?> ReadResponseAsync()
    {
        StringBuilder response = new();
        while (true)
        {
            string? line = await ReadLineAsync();
            if (line is null)
            {
                return response.Length > 0 ? response + "<the connection was closed here>" : null;
            }

            response.Append(line);
            Match literal = Literal().Match(line);
            if (!readsLiterals || !literal.Success)
            {
                return response.ToString();
            }

            response.Append("\r\n");
            for (
                long left = long.Parse(
                    literal.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture); left > 0; left--)
            {
                Assert.True(await FillAsync(), "the connection was closed within a literal");
                response.Append((char)buffer[start++]);
            }
        }
    }

    public async Task StartTlsAsync()
    {
        Assert.Equal(start, end);
        SslStream tls = new(stream, leaveInnerStreamOpen: false);
        SslClientAuthenticationOptions options = new()
        {
            TargetHost = TestCertificate.HostName,
            RemoteCertificateValidationCallback = (_, certificate, _, _) => TestCertificate.IsOurs(certificate),
        };
        await tls.AuthenticateAsClientAsync(options).WaitAsync(Patience);
        stream = tls;
    }

    public void Close() => connection.Dispose();

    public async ValueTask DisposeAsync()
    {
        Close();
        await session.WaitAsync(Patience);
    }

    [GeneratedRegex("\\{([0-9]+)\\}\\z")]
    private static partial Regex Literal();

    private async Task<string?> ReadLineAsync()
    {
        StringBuilder line = new();
        while (await FillAsync())
        {
            line.Append((char)buffer[start++]);
            if (line.Length >= 2 && line[^1] == '\n' && line[^2] == '\r')
            {
                return line.ToString(0, line.Length - 2);
            }
        }

        return line.Length > 0 ? line + "<no CRLF>" : null;
    }

    private async Task<bool> FillAsync()
    {
        if (start == end)
        {
            start = 0;
            end = await stream.ReadAsync(buffer).AsTask().WaitAsync(Patience);
        }

        return end > 0;
    }
}
