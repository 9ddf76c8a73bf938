using System.Net;
using System.Net.Sockets;

namespace MailAdmin.Benchmarks.Server;

/// <summary>A server that takes every message and costs as little as it can.</summary>
internal sealed class LoopbackSink : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Any, 0);

    public LoopbackSink()
    {
        listener.Start();
        Address = $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        _ = AcceptAsync();
    }

    public string Address { get; }

    public void Dispose() => listener.Stop();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptSocketAsync());
            }
        }
        catch (SocketException)
        {
            // It is over.
        }
    }

    private static async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            socket.NoDelay = true;
            using NetworkStream stream = new(socket);
            using StreamReader reader = new(stream, System.Text.Encoding.Latin1);
            await stream.WriteAsync("220 sink\r\n"u8.ToArray());
            while (await reader.ReadLineAsync() is { } line)
            {
                string reply = "250 ok\r\n";
                if (line.StartsWith("EHLO", StringComparison.Ordinal))
                {
                    reply = "250-sink\r\n250-8BITMIME\r\n250 PIPELINING\r\n";
                }
                else if (line == "DATA")
                {
                    await stream.WriteAsync("354 go\r\n"u8.ToArray());
                    while (await reader.ReadLineAsync() is { } text && text != ".")
                    {
                        // Thrown away.
                    }
                }

                await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(reply));
                if (line == "QUIT")
                {
                    return;
                }
            }
        }
    }
}
