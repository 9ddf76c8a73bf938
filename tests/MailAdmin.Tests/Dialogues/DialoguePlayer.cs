using System.Net;
using MailAdmin.Protocols.Transport;

namespace MailAdmin.Tests.Dialogues;

/// <summary>Plays a dialogue against real sessions over connections in memory.</summary>
internal sealed class DialoguePlayer(
    Dialogue dialogue, DialogueProtocol protocol, DialogueWorld world, PlayMode mode) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Dictionary<int, DialogueClient> clients = [];
    private readonly Dictionary<int, MemoryConnection> servers = [];
    private readonly DialoguePattern pattern = new();
    private readonly List<string> transcript = [];
    private readonly CancellationTokenSource stopping = new();
    private readonly CancellationTokenSource aborting = new();

    public async Task PlayAsync()
    {
        int position = 0;
        try
        {
            await OpenConnectionsAsync();
            while (position < dialogue.Steps.Count)
            {
                if (dialogue.Steps[position] is ExpectStep expected)
                {
                    int count = CountGroup(position, expected.Connection);
                    await ExpectGroupAsync(position, count);
                    position += count;
                }
                else
                {
                    await PlayStepAsync(dialogue.Steps[position]);
                    position++;
                }
            }

            await SendHeldAsync();
        }
        catch (Exception failure) when (failure is not Xunit.Sdk.XunitException { InnerException: not null })
        {
            string where = position < dialogue.Steps.Count ? $"line {dialogue.Steps[position].Line}" : "the end";
            throw new Xunit.Sdk.XunitException(
                $"At {where}: {failure.Message}\n{string.Join('\n', transcript)}", failure);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (DialogueClient client in clients.Values)
        {
            await client.DisposeAsync();
        }

        stopping.Dispose();
        aborting.Dispose();
    }

    private async Task OpenConnectionsAsync()
    {
        string[] words = (dialogue["connections"] ?? "1").Split(' ');
        for (int number = 1; number <= int.Parse(words[0], System.Globalization.CultureInfo.InvariantCulture); number++)
        {
            Open(number);
            if (words is [_, "authenticated", "as", var account])
            {
                foreach (string line in protocol.LogOn(account, DialogueWorld.Password))
                {
                    string text = line[3..];
                    await (
                        line[0] == 'C'
                            ? PlayStepAsync(new SendStep(0, number, text + "\r\n"))
                            : ExpectAsync(number, [text]));
                }
            }
        }
    }

    private void Open(int number)
    {
        (MemoryConnection client, MemoryConnection server) =
            MemoryConnection.Open(mode == PlayMode.Bytes ? 1 : int.MaxValue);
        IPEndPoint remote = new(IPAddress.Parse(dialogue["remote"] ?? "192.0.2.1"), 50_000 + number);
        string tls = dialogue["tls"] ?? "offered";
        MailTransport transport = new(
            server,
            remote,
            new IPEndPoint(IPAddress.Loopback, 25),
            tls == "none" ? null : TestCertificate.ServerOptions,
            world.Clock);
        SessionContext context = world.CreateContext(number, transport, tls == "implicit");
        Task session = Task.Run(() => RunAsync(context));
        servers[number] = server;
        clients[number] = new DialogueClient(client, session, protocol.HasLiterals);
    }

    private async Task RunAsync(SessionContext context)
    {
        try
        {
            await protocol.CreateHandler().RunAsync(context, stopping.Token, aborting.Token);
        }
        finally
        {
            await context.Transport.DisposeAsync();
        }
    }

    private async Task PlayStepAsync(DialogueStep step)
    {
        if (step is not SendStep)
        {
            await SendHeldAsync();
        }

        switch (step)
        {
            case SendStep send:
                string bytes = pattern.Substitute(send.Bytes);
                transcript.Add($"C{send.Connection}: {bytes.TrimEnd()}");
                clients[send.Connection].Hold(bytes);
                if (mode == PlayMode.Lines)
                {
                    await clients[send.Connection].SendAsync();
                    await Task.Yield();
                }

                break;
            case ExpectCloseStep close:
                string? rest = await clients[close.Connection].ReadResponseAsync();
                Assert.True(rest is null, $"the server should have closed, but sent: {rest}");
                break;
            case ConnectionStep { Action: "opens" } open:
                Open(open.Connection);
                break;
            case ConnectionStep { Action: "closes" } close:
                clients[close.Connection].Close();
                break;
            case ConnectionStep { Action: "starttls" } start:
                await clients[start.Connection].StartTlsAsync();
                break;
            case ClockStep clock:
                await AdvanceAsync(clock.Time);
                break;
            case StopStep:
                await WaitUntilAsync(() => clients.All(client => client.Value.ServerWaits(servers[client.Key])));
                await stopping.CancelAsync();
                break;
            case DeliverStep deliver:
                await world.DeliverAsync(deliver.Address, deliver.Bytes);
                break;
            case CountStep count:
                Assert.Equal(count.Count, (await world.ReadMailboxAsync(count.Address, count.Mailbox)).Count);
                break;
            case QueueCountStep count:
                Assert.Equal(count.Count, (await world.DescribeQueueAsync()).Count);
                break;
            case QueueStep item:
                IReadOnlyList<string> queue = await world.DescribeQueueAsync();
                Assert.True(queue.Count >= item.Number, $"the queue has only {queue.Count} messages");
                Assert.True(
                    pattern.Matches(item.Pattern, queue[item.Number - 1]),
                    $"expected: {item.Pattern}\n  but got: {queue[item.Number - 1]}");
                break;
            case TraceStep trace:
                IReadOnlyList<string> events = await world.DescribeTraceAsync();
                Assert.True(
                    events.Any(text => pattern.Matches(trace.Pattern, text)),
                    $"expected: {trace.Pattern}\n  among: {string.Join("\n  ", events)}");
                break;
            case ContentStep content:
                await CompareAsync(content);
                break;
            default:
                throw new InvalidOperationException(step.ToString());
        }
    }

    private async Task SendHeldAsync()
    {
        foreach (DialogueClient client in clients.Values)
        {
            await client.SendAsync();
        }
    }

    // Untagged responses that stand together on one connection may come in any order; every other line is alone.
    private int CountGroup(int position, int connection)
    {
        int count = 0;
        while (position + count < dialogue.Steps.Count
            && dialogue.Steps[position + count] is ExpectStep next
            && next.Connection == connection
            && next.Pattern.StartsWith("* ", StringComparison.Ordinal))
        {
            count++;
        }

        return Math.Max(count, 1);
    }

    private async Task ExpectGroupAsync(int position, int count)
    {
        List<ExpectStep> group = [.. dialogue.Steps.Skip(position).Take(count).Cast<ExpectStep>()];
        await ExpectAsync(group[0].Connection, [.. group.Select(step => step.Pattern)]);
    }

    private async Task ExpectAsync(int connection, List<string> patterns)
    {
        await SendHeldAsync();
        while (patterns.Count > 0)
        {
            string? response = await clients[connection].ReadResponseAsync();
            transcript.Add($"S{connection}: {response ?? "<closed>"}");
            int match = response is null ? -1 : patterns.FindIndex(expected => pattern.Matches(expected, response));
            Assert.True(
                match >= 0,
                $"expected: {string.Join("\n  or: ", patterns)}\n  but got: {response ?? "the end of the connection"}");
            patterns.RemoveAt(match);
        }
    }

    private async Task AdvanceAsync(TimeSpan time)
    {
        await WaitUntilAsync(() => world.Clock.HasDelayWithin(time)
            || clients.All(client => client.Value.ServerWaits(servers[client.Key])));
        world.Clock.Advance(time);
    }

    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        using CancellationTokenSource limit = new(Patience);
        while (!condition())
        {
            await Task.Delay(1, limit.Token);
        }
    }

    private async Task CompareAsync(ContentStep expected)
    {
        IReadOnlyList<string> messages = await world.ReadMailboxAsync(expected.Address, expected.Mailbox);
        Assert.True(messages.Count >= expected.Number, $"the mailbox has only {messages.Count} messages");
        string[] lines = messages[expected.Number - 1].Split("\r\n");
        transcript.AddRange(lines.Select(line => "M: " + line));
        for (int i = 0; i < expected.Patterns.Count; i++)
        {
            Assert.True(
                i < lines.Length && pattern.Matches(expected.Patterns[i], lines[i]),
                $"line {i + 1} of the message should be: {expected.Patterns[i]}");
        }

        Assert.True(
            lines.Length == expected.Patterns.Count + 1 && lines[^1].Length == 0,
            "the message has more lines, or no CRLF at its end");
    }
}
