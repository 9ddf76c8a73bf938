using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MailAdmin.Tests.Server;

/// <summary>A client that speaks lines, for what MailKit would hide.</summary>
internal sealed class LineClient : IDisposable
{
    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] buffer = new byte[16_384];
    private int start;
    private int end;

    public static async Task<LineClient> ConnectAsync(int port)
    {
        LineClient client = new();
        await client.socket.ConnectAsync(IPAddress.Loopback, port);
        return client;
    }

    public ValueTask<int> SendAsync(string text) => SendAsync(Encoding.ASCII.GetBytes(text));

    public ValueTask<int> SendAsync(ReadOnlyMemory<byte> octets) => socket.SendAsync(octets);

    /// <summary>The next line without its end; null: the server closed the connection.</summary>
    public async ValueTask<string?> ReadLineAsync()
    {
        while (true)
        {
            int length = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                string line = Encoding.ASCII.GetString(buffer, start, length).TrimEnd('\r');
                start += length + 1;
                return line;
            }

            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
            int count = await ReceiveAsync();
            if (count == 0)
            {
                return null;
            }

            end += count;
        }
    }

    /// <summary>Sends a command of SMTP and gives the last line of the answer.</summary>
    public async Task<string> SmtpAsync(string command)
    {
        await SendAsync(command + "\r\n");
        return await SmtpReplyAsync();
    }

    public async Task<string> SmtpReplyAsync()
    {
        string line = await RequireLineAsync();
        while (line.Length > 3 && line[3] == '-')
        {
            line = await RequireLineAsync();
        }

        return line;
    }

    /// <summary>Sends a command of IMAP and gives the lines up to its tagged one.</summary>
    public async Task<List<string>> ImapAsync(string tag, string command)
    {
        await SendAsync($"{tag} {command}\r\n");
        return await ImapReplyAsync(tag);
    }

    public async Task<List<string>> ImapReplyAsync(string tag)
    {
        List<string> lines = [await RequireLineAsync()];
        while (!lines[^1].StartsWith(tag + " ", StringComparison.Ordinal) && !lines[^1].StartsWith('+'))
        {
            lines.Add(await RequireLineAsync());
        }

        return lines;
    }

    public void Dispose() => socket.Dispose();

    private async ValueTask<int> ReceiveAsync()
    {
        try
        {
            return await socket.ReceiveAsync(buffer.AsMemory(end));
        }
        catch (SocketException)
        {
            return 0;
        }
    }

    private async Task<string> RequireLineAsync() =>
        await ReadLineAsync() ?? throw new IOException("The server closed the connection.");
}
