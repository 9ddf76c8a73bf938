using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MailAdmin.Benchmarks.Soak;

/// <summary>A connection that sends lines and reads up to the line that ends a reply.</summary>
internal sealed class SoakClient : IDisposable
{
    private readonly TcpClient client;
    private readonly StreamReader reader;
    private int tag;

    private SoakClient(TcpClient client)
    {
        this.client = client;
        reader = new StreamReader(client.GetStream(), Encoding.Latin1);
    }

    public static async Task<SoakClient> ConnectAsync(int port)
    {
        TcpClient client = new() { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, port);
        SoakClient connected = new(client);
        await connected.reader.ReadLineAsync();
        return connected;
    }

    /// <summary>Runs an IMAP command, which must succeed.</summary>
    public Task ImapAsync(string command)
    {
        string prefix = $"a{++tag} ";
        return RunAsync(prefix + command, line => line.StartsWith(prefix, StringComparison.Ordinal), prefix + "OK");
    }

    /// <summary>Runs a POP3 command, which must succeed.</summary>
    public Task Pop3Async(string command) => RunAsync(command, static _ => true, "+OK");

    /// <summary>Runs an SMTP command, which must succeed.</summary>
    public Task SmtpAsync(string command, string expected) =>
        RunAsync(command, static line => line.Length < 4 || line[3] != '-', expected);

    public void Dispose() => client.Dispose();

    private async Task RunAsync(string command, Func<string, bool> isLast, string expected)
    {
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"));
        string line;
        do
        {
            line = await reader.ReadLineAsync() ?? throw new IOException("The server closed the connection.");
        }
        while (!isLast(line));

        if (!line.StartsWith(expected, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{command}: {line}");
        }
    }
}
