using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MailAdmin.Tests.Diagnostics;

/// <summary>
/// A web server on loopback that answers what a test tells it; whatever else is asked for is not found.
/// </summary>
internal sealed class LoopbackWeb : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentDictionary<string, string> answers = new();
    private readonly Task accepting;

    public LoopbackWeb()
    {
        listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        accepting = Task.Run(AcceptAsync);
    }

    public Uri Address { get; }

    /// <summary>The host and path of each request.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Answers a path, or a host and a path, with a document.</summary>
    public LoopbackWeb Serve(string path, string content, string type = "application/json")
    {
        answers[path] =
            $"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(content)}\r\nConnection: close\r\n\r\n{content}";
        return this;
    }

    public LoopbackWeb Redirect(string path, string target)
    {
        answers[path] = $"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        return this;
    }

    public LoopbackWeb Status(string path, int status)
    {
        answers[path] = $"HTTP/1.1 {status} Status\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        return this;
    }

    public void Dispose()
    {
        // The accept is awaited before the listener goes, which would otherwise be used after its end.
        stopping.Cancel();
        accepting.GetAwaiter().GetResult();
        listener.Dispose();
        stopping.Dispose();
    }

    /// <summary>A handler that leads every host, also of HTTPS, to this server.</summary>
    public HttpMessageHandler Handler() => new HereHandler(Address);

    private async Task AcceptAsync()
    {
        List<Task> answering = [];
        try
        {
            while (true)
            {
                TcpClient client = await listener.AcceptTcpClientAsync(stopping.Token);
                answering.Add(AnswerAsync(client));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }

        await Task.WhenAll(answering);
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using TcpClient connection = client;
        try
        {
            using StreamReader reader = new(connection.GetStream(), Encoding.ASCII, false, 1024, leaveOpen: true);
            string path = (await reader.ReadLineAsync(stopping.Token))?.Split(' ')[1] ?? "";
            string host = "";
            while (await reader.ReadLineAsync(stopping.Token) is { Length: > 0 } line)
            {
                host = line.StartsWith("Host: ", StringComparison.OrdinalIgnoreCase) ? line[6..] : host;
            }

            Requests.Enqueue(host + path);
            string answer =
                answers.TryGetValue(host + path, out string? special) || answers.TryGetValue(path, out special)
                ? special
                : "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            await connection.GetStream().WriteAsync(Encoding.UTF8.GetBytes(answer), stopping.Token);
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException)
        {
            // The client went away.
        }
    }

    private sealed class HereHandler(Uri address) : DelegatingHandler(
        new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Uri asked = request.RequestUri!;
            request.Headers.Host = asked.Authority;
            request.RequestUri = new Uri(address, asked.PathAndQuery);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
