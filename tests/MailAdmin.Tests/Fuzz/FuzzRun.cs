using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace MailAdmin.Tests.Fuzz;

/// <summary>
/// Plays sessions of a grammar, half of them damaged, against a server for a time: every reply is well-formed, nothing
/// shows a fault of the server, a client that is well is served afterwards, and the memory is back where it was.
/// </summary>
internal sealed class FuzzRun(
    MailProtocol protocol,
    Func<Grammar, string> makeSession,
    Action<string, bool> checkReplies,
    CancellationToken cancellationToken)
{
    private const int Workers = 12;

    // Pools and tables that grow once.
    private const long MemoryBound = 64L << 20;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private int sessions;

    /// <summary>Runs it and returns how many sessions there were and the memory of the server.</summary>
    public async Task<string> RunAsync()
    {
        using FuzzServer server = await FuzzServer.StartAsync();
        await PlayAsync(server, FuzzTime.Length / 4);
        long before = await server.TidyAndMeasureAsync();
        await PlayAsync(server, FuzzTime.Length * 3 / 4);
        long after = await server.TidyAndMeasureAsync();

        Assert.True(
            after - before < MemoryBound,
            $"{before:N0} bytes before, {after:N0} after {sessions} sessions from seed {FuzzTime.Seed}");
        return $"{protocol}: {sessions} sessions from seed {FuzzTime.Seed}, "
            + $"{before >> 10} KB before, {after >> 10} KB after";
    }

    private async Task PlayAsync(FuzzServer server, TimeSpan length)
    {
        await server.FillAsync();
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(async () =>
        {
            do
            {
                await PlayOneAsync(server, unchecked(FuzzTime.Seed + Interlocked.Increment(ref sessions)));
            }
            while (Stopwatch.GetElapsedTime(start) < length);
        })));
    }

    private async Task PlayOneAsync(FuzzServer server, int seed)
    {
        Grammar grammar = new(new Random(seed));
        string session = makeSession(grammar);
        session = grammar.Chance(50) ? Mutation.Apply(grammar, session) : session;
        string received = "";
        try
        {
            (received, bool isWhole) = await ExchangeAsync(server.Port(protocol), session, grammar);
            checkReplies(received, isWhole);
        }
        catch (Exception fault) when (fault is InvalidDataException or TimeoutException or SocketException)
        {
            Assert.Fail(
                $"{protocol}, MAILADMIN_TEST_FUZZ_SEED={seed - 1}: {fault.Message}\n--- sent:\n{Show(session)}"
                + $"\n--- received:\n{Show(received)}");
        }
    }

    private async Task<(string Received, bool IsWhole)> ExchangeAsync(int port, string session, Grammar grammar)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        using TcpClient client = new() { NoDelay = true };
        await client.ConnectAsync("127.0.0.1", port, limit.Token);
        byte[] bytes = Encoding.Latin1.GetBytes(session);
        int piece = grammar.Pick(1 + (bytes.Length / 3), bytes.Length + 1, 1 + (bytes.Length / 20));
        NetworkStream stream = client.GetStream();
        using MemoryStream received = new();
        if (grammar.Chance(95))
        {
            // A server that speaks before the greeting is sent away.
            byte[] greeting = new byte[1_000];
            received.Write(greeting, 0, await stream.ReadAsync(greeting, limit.Token));
        }

        Task sending = SendAsync(client.Client, stream, bytes, piece, limit.Token);
        bool isWhole = true;
        try
        {
            await stream.CopyToAsync(received, limit.Token);
            await sending;
        }
        catch (IOException)
        {
            // The server has closed the connection and did not want the rest; its last words may be lost.
            isWhole = false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("The server neither answers nor closes the connection.");
        }

        return (Encoding.Latin1.GetString(received.ToArray()), isWhole);
    }

    private static async Task SendAsync(
        Socket socket, NetworkStream stream, byte[] bytes, int piece, CancellationToken limit)
    {
        try
        {
            for (int place = 0; place < bytes.Length; place += piece)
            {
                await stream.WriteAsync(
                    bytes.AsMemory(place, Math.Min(piece, bytes.Length - place)), limit);
            }

            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            throw new IOException("The server has closed the connection.", closed);
        }
    }

    private static string Show(string text)
    {
        string shown = text.Length <= 6_000 ? text : text[..3_000] + "\n[...]\n" + text[^3_000..];
        return shown.Replace("\0", "\\0", StringComparison.Ordinal);
    }
}
