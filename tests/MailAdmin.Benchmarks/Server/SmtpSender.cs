using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MailAdmin.Benchmarks.Server;

/// <summary>A client that costs as little as it can: two writes a delivery, pipelined (RFC 2920).</summary>
internal sealed class SmtpSender : IDisposable
{
    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] buffer = new byte[4_096];
    private readonly byte[] envelope;
    private readonly byte[] message;

    private SmtpSender(string recipient, int size)
    {
        envelope = Encoding.ASCII.GetBytes($"MAIL FROM:<sender@elsewhere.test>\r\nRCPT TO:<{recipient}>\r\nDATA\r\n");
        StringBuilder text = new(
            "From: <sender@elsewhere.test>\r\nSubject: measured\r\nMessage-ID: <1@elsewhere.test>\r\n\r\n");
        while (text.Length < size)
        {
            text.Append("A line of text that is about as long as the lines of letters are.\r\n");
        }

        message = Encoding.ASCII.GetBytes(text.Append(".\r\n").ToString());
    }

    public static async Task<SmtpSender> ConnectAsync(int port, string recipient, int size)
    {
        SmtpSender sender = new(recipient, size);
        await sender.socket.ConnectAsync(IPAddress.Loopback, port);
        await sender.ReadRepliesAsync(1);
        await sender.socket.SendAsync("EHLO client.test\r\n"u8.ToArray());
        await sender.ReadRepliesAsync(1);
        return sender;
    }

    public async Task DeliverAsync()
    {
        await socket.SendAsync(envelope);
        await ReadRepliesAsync(3);
        await socket.SendAsync(message);
        string last = await ReadRepliesAsync(1);
        if (!last.StartsWith("250", StringComparison.Ordinal))
        {
            throw new InvalidOperationException(last);
        }
    }

    public void Dispose() => socket.Dispose();

    // A reply is a line whose fourth byte is a space.
    private async Task<string> ReadRepliesAsync(int count)
    {
        int used = 0;
        int line = 0;
        while (true)
        {
            int received = await socket.ReceiveAsync(buffer.AsMemory(used));
            if (received == 0)
            {
                throw new IOException("The server closed the connection.");
            }

            used += received;
            for (
                int end = Array.IndexOf(
                    buffer,
                    (byte)'\n',
                    line,
                    used - line); end >= 0; end = Array.IndexOf(buffer, (byte)'\n', line, used - line))
            {
                if (buffer[line + 3] == ' ' && --count == 0)
                {
                    return Encoding.ASCII.GetString(buffer, line, end - line);
                }

                line = end + 1;
            }
        }
    }
}
