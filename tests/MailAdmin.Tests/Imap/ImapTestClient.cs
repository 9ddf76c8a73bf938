using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace MailAdmin.Tests.Imap;

/// <summary>A client that speaks IMAP as it is, for what a library hides.</summary>
internal sealed class ImapTestClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TcpClient connection;
    private readonly Stream stream;
    private readonly byte[] buffer = new byte[65_536];
    private int start;
    private int end;
    private int tags;

    private ImapTestClient(TcpClient connection)
    {
        this.connection = connection;
        stream = connection.GetStream();
    }

    /// <summary>Is told every untagged response, one byte a char, literals included.</summary>
    public Action<string> OnUntagged { get; set; } = _ => { };

    public static async Task<ImapTestClient> ConnectAsync(ImapTestServer server, bool logOn = true)
    {
        TcpClient connection = new() { NoDelay = true };
        await connection.ConnectAsync("127.0.0.1", server.Port);
        ImapTestClient client = new(connection);
        await client.ReadResponseAsync();
        if (logOn)
        {
            await client.ExpectOkAsync($"LOGIN {ImapTestServer.Account} {ImapTestServer.Password}");
        }

        return client;
    }

    /// <summary>Gives a command and reads to its final answer, which is returned without the tag.</summary>
    public async Task<string> CommandAsync(string command)
    {
        string tag = await SendAsync(command);
        return await ReadToAsync(tag);
    }

    /// <summary>Gives a command that must end with OK.</summary>
    public async Task<string> ExpectOkAsync(string command)
    {
        string answer = await CommandAsync(command);
        Assert.StartsWith("OK", answer, StringComparison.Ordinal);
        return answer;
    }

    /// <summary>Sends a command and returns its tag.</summary>
    public async Task<string> SendAsync(string command)
    {
        string tag = $"t{++tags}";
        await WriteAsync($"{tag} {command}\r\n");
        return tag;
    }

    public async Task WriteAsync(string bytes) => await stream.WriteAsync(Encoding.Latin1.GetBytes(bytes));

    /// <summary>Reads up to the final answer of a tag.</summary>
    public async Task<string> ReadToAsync(string tag)
    {
        while (true)
        {
            string response = await ReadResponseAsync();
            if (response.StartsWith(tag + " ", StringComparison.Ordinal))
            {
                return response[(tag.Length + 1)..];
            }

            if (response.StartsWith("* ", StringComparison.Ordinal))
            {
                OnUntagged(response[2..]);
            }
        }
    }

    /// <summary>Reads a response with its literals.</summary>
    public async Task<string> ReadResponseAsync()
    {
        StringBuilder response = new();
        while (true)
        {
            int lineStart = response.Length;
            while (response.Length - lineStart < 2 || response[^1] != '\n' || response[^2] != '\r')
            {
                response.Append((char)await ReadByteAsync());
            }

            response.Length -= 2;
            int open = response.ToString(lineStart, response.Length - lineStart).LastIndexOf('{');
            if (open < 0 || response[^1] != '}')
            {
                return response.ToString();
            }

            string length = response.ToString(lineStart + open + 1, response.Length - lineStart - open - 2);
            response.Append("\r\n");
            for (int left = int.Parse(length, CultureInfo.InvariantCulture); left > 0; left--)
            {
                response.Append((char)await ReadByteAsync());
            }
        }
    }

    public void Dispose() => connection.Dispose();

    private async ValueTask<byte> ReadByteAsync()
    {
        if (start == end)
        {
            start = 0;
            end = await stream.ReadAsync(buffer).AsTask().WaitAsync(Patience);
            Assert.True(end > 0, "the server closed the connection");
        }

        return buffer[start++];
    }
}
