using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Threading.Channels;

namespace MailAdmin.Tests.Outbound;

/// <summary>A mail server on loopback that takes what it is given, or behaves as a script says.</summary>
internal sealed class SmtpSink : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly SmtpScript script;
    private readonly Channel<SunkMessage> arrived = Channel.CreateUnbounded<SunkMessage>();
    private readonly Task accepting;
    private int connections;
    private int open;
    private int mostOpen;

    public SmtpSink(SmtpScript? script = null)
    {
        this.script = script ?? new SmtpScript();
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = AcceptAsync();
    }

    public int Port { get; }

    public int Connections => connections;

    public int MostOpen => mostOpen;

    public ConcurrentQueue<string> Commands { get; } = new();

    public ConcurrentQueue<SunkMessage> Messages { get; } = new();

    /// <summary>The next message that comes.</summary>
    public async Task<SunkMessage> NextAsync() =>
        await arrived.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));

    public async ValueTask DisposeAsync()
    {
        // The accept is awaited before the listener goes, which would otherwise be used after its end.
        await stopping.CancelAsync();
        await accepting;
        listener.Stop();
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> serving = [];
        try
        {
            while (true)
            {
                TcpClient client = await listener.AcceptTcpClientAsync(stopping.Token);
                serving.Add(ServeAsync(client, Interlocked.Increment(ref connections)));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }

        await Task.WhenAll(serving);
    }

    private async Task ServeAsync(TcpClient client, int number)
    {
        int now = Interlocked.Increment(ref open);
        InterlockedMax(ref mostOpen, now);
        try
        {
            using (client)
            {
                client.NoDelay = true;
                await new Conversation(this, client.GetStream(), number).RunAsync(stopping.Token);
            }
        }
        catch (Exception failure) when (
            failure is IOException or OperationCanceledException or AuthenticationException or ObjectDisposedException)
        {
            // The client went away, as it may.
        }
        finally
        {
            Interlocked.Decrement(ref open);
        }
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value
            && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
            // Another one was quicker.
        }
    }

    private sealed class Conversation(SmtpSink sink, Stream connection, int number)
    {
        private readonly byte[] buffer = new byte[16_384];
        private Stream stream = connection;
        private int start;
        private int end;
        private bool isTls;
        private string mail = "";
        private List<string> recipients = [];
        private List<byte> content = [];

        public async Task RunAsync(CancellationToken token)
        {
            if (sink.script.IsImplicitTls)
            {
                await SecureAsync(token);
            }

            await SayAsync(sink.script.Greeting, token);
            while (await ReadLineAsync(token) is { } line)
            {
                sink.Commands.Enqueue(line);
                string verb = line.Split(' ', ':')[0].ToUpperInvariant();
                string? scripted = sink.script.Reply(line, number);
                if (verb == "BDAT")
                {
                    await TakeChunkAsync(line, scripted, token);
                    continue;
                }

                if (scripted is not null)
                {
                    await SayAsync(scripted, token);
                    continue;
                }

                switch (verb)
                {
                    case "EHLO":
                        await SayAsync(Offer(), token);
                        break;
                    case "STARTTLS":
                        await SayAsync("220 go ahead", token);
                        await SecureAsync(token);
                        break;
                    case "MAIL":
                        (mail, recipients) = (line, []);
                        await SayAsync("250 2.1.0 sender ok", token);
                        break;
                    case "RCPT":
                        recipients.Add(line);
                        await SayAsync("250 2.1.5 recipient ok", token);
                        break;
                    case "DATA" when recipients.Count == 0:
                        await SayAsync("554 5.5.1 no valid recipients", token);
                        break;
                    case "DATA":
                        await SayAsync("354 send it", token);
                        await TakeDataAsync(token);
                        break;
                    case "QUIT":
                        await SayAsync("221 2.0.0 bye", token);
                        return;
                    case "AUTH":
                        await SayAsync("235 2.7.0 welcome", token);
                        break;
                    default:
                        await SayAsync("250 2.0.0 ok", token);
                        break;
                }
            }
        }

        private string Offer()
        {
            List<string> offered = ["sink.test", .. sink.script.Offer];
            if (sink.script.Certificate is not null && !isTls)
            {
                offered.Add("STARTTLS");
            }

            if (isTls)
            {
                offered.AddRange(sink.script.OfferUnderTls);
            }

            return string.Join("\r\n", offered.Select((text, i) => (i == offered.Count - 1 ? "250 " : "250-") + text));
        }

        private async Task TakeDataAsync(CancellationToken token)
        {
            content = [];
            while (await ReadLineAsync(token) is { } line && line != ".")
            {
                content.AddRange(Encoding.Latin1.GetBytes((line.StartsWith('.') ? line[1..] : line) + "\r\n"));
            }

            await EndAsync(sink.script.Reply(".", number), token);
        }

        private async Task TakeChunkAsync(string line, string? scripted, CancellationToken token)
        {
            string[] words = line.Split(' ');
            int left = int.Parse(words[1], CultureInfo.InvariantCulture);
            content = [];
            while (left > 0)
            {
                if (start == end && !await FillAsync(token))
                {
                    return;
                }

                int taken = Math.Min(left, end - start);
                content.AddRange(buffer.AsSpan(start, taken));
                start += taken;
                left -= taken;
            }

            await EndAsync(scripted ?? sink.script.Reply(".", number), token);
        }

        private async Task EndAsync(string? scripted, CancellationToken token)
        {
            if (scripted is null || scripted.StartsWith('2'))
            {
                SunkMessage message = new(number, isTls, mail, recipients, [.. content]);
                sink.Messages.Enqueue(message);
                sink.arrived.Writer.TryWrite(message);
            }

            await SayAsync(scripted ?? "250 2.0.0 taken", token);
        }

        private async Task SayAsync(string text, CancellationToken token)
        {
            switch (text)
            {
                case SmtpScript.Close:
                    await stream.DisposeAsync();
                    throw new IOException("Closed by the script.");
                case SmtpScript.Silence:
                    await Task.Delay(Timeout.Infinite, token);
                    break;
                case SmtpScript.Endless:
                    while (true)
                    {
                        await stream.WriteAsync("250-and so on\r\n"u8.ToArray(), token);
                    }

                default:
                    await stream.WriteAsync(Encoding.UTF8.GetBytes(text + "\r\n"), token);
                    break;
            }
        }

        private async Task SecureAsync(CancellationToken token)
        {
            SslStream tls = new(stream);
            await tls.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions { ServerCertificate = sink.script.Certificate }, token);
            (stream, isTls, start, end) = (tls, true, 0, 0);
        }

        private async Task<string?> ReadLineAsync(CancellationToken token)
        {
            List<byte> line = [];
            while (true)
            {
                if (start == end && !await FillAsync(token))
                {
                    return null;
                }

                byte octet = buffer[start++];
                line.Add(octet);
                if (octet == '\n')
                {
                    // Every line must end with CRLF; anything else is seen as it is.
                    return Encoding.Latin1.GetString([.. line]).Replace("\r\n", "", StringComparison.Ordinal);
                }
            }
        }

        private async Task<bool> FillAsync(CancellationToken token)
        {
            start = 0;
            end = await stream.ReadAsync(buffer, token);
            return end > 0;
        }
    }
}
