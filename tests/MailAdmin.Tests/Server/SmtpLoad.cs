
namespace MailAdmin.Tests.Server;

/// <summary>
/// Delivers messages over one connection after the other, each with a marker of its own, and knows which were
/// acknowledged.
/// </summary>
internal sealed class SmtpLoad(int number, string recipient, Action acknowledged)
{
    private static readonly string Body = string.Concat(
        Enumerable.Repeat("A line of text that is as long as many are.\r\n", 40));
    private int next;

    public string Recipient { get; } = recipient;

    /// <summary>The markers of messages that were answered with 250.</summary>
    public List<string> Acknowledged { get; } = [];

    /// <summary>Delivers until the connection breaks.</summary>
    public async Task RunAsync(int port)
    {
        try
        {
            using LineClient client = await LineClient.ConnectAsync(port);
            await client.SmtpReplyAsync();
            await client.SmtpAsync("EHLO client.test");
            while (true)
            {
                await DeliverAsync(client);
            }
        }
        catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException)
        {
            // The server was killed.
        }
    }

    private async Task DeliverAsync(LineClient client)
    {
        string marker = $"smtp-{number}-{next++}";
        await client.SendAsync($"MAIL FROM:<sender@elsewhere.test>\r\nRCPT TO:<{Recipient}>\r\nDATA\r\n");
        for (int i = 0; i < 3; i++)
        {
            string reply = await client.SmtpReplyAsync();
            Assert.True(reply[0] is '2' or '3', reply);
        }

        string answer = await client.SmtpAsync($"X-Marker: {marker}\r\nSubject: load\r\n\r\n{Body}.");
        Assert.StartsWith("250", answer, StringComparison.Ordinal);
        Acknowledged.Add(marker);
        acknowledged();
    }
}
