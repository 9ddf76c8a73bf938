using System.Net;
using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Smtp;
using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Transport;
using MailAdmin.Tests.Dialogues;
using MailAdmin.Tests.Sasl;
using Microsoft.Extensions.Logging.Abstractions;

namespace MailAdmin.Tests.Smtp;

/// <summary>RFC 5321 §4.3.1: the client waits for the greeting.</summary>
public sealed class EarlyTalkerTests
{
    [Theory]
    [InlineData("203.0.113.5", true)]
    [InlineData("127.0.0.1", false)]
    public async Task A_server_from_elsewhere_that_speaks_a_moment_later_is_sent_away(string address, bool isRefused)
    {
        (MemoryConnection client, MemoryConnection server) = MemoryConnection.Open(int.MaxValue);
        int asked = 0;
        await using MailTransport transport =
            new(
                server,
                new IPEndPoint(IPAddress.Parse(address), 25),
                new IPEndPoint(IPAddress.Loopback, 25),
                null,
                TimeProvider.System)
            {
                InputProbe = () => ++asked > 1 && isRefused,
            };
        await client.WriteAsync("QUIT\r\n"u8.ToArray());
        client.CloseWriting();

        Dialogue given =
            Dialogue.Load(Path.Combine(AppContext.BaseDirectory, "Dialogues", "Smtp", "deliver-one.dialogue"));
        DialogueProtocol played = new("", MailProtocol.Smtp, null!, (_, _) => [], HasLiterals: false);
        await using DialogueWorld world = await DialogueWorld.CreateAsync(given, played);
        SessionContext context = world.CreateContext(1, transport, implicitTls: false);
        await new SmtpSession(context, NullLogger.Instance, SmtpCommandTable.Commands).RunAsync(default, default);
        await transport.DisposeAsync();

        using MemoryStream output = new();
        await client.CopyToAsync(output);
        Assert.StartsWith(
            isRefused ? "554 5.5.1 " : "220 ", Encoding.ASCII.GetString(output.ToArray()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MailProtocol.Smtp, true, "554 5.5.1 ")]
    [InlineData(MailProtocol.Smtp, false, "220 ")]
    [InlineData(MailProtocol.Submission, true, "220 ")]
    public async Task A_server_that_speaks_before_the_greeting_is_sent_away(
        MailProtocol protocol, bool speaks, string answer)
    {
        (MemoryConnection client, MemoryConnection server) = MemoryConnection.Open(int.MaxValue);
        IPEndPoint end = new(IPAddress.Loopback, 25);
        await using MailTransport transport =
            new(server, end, end, null, TimeProvider.System) { InputProbe = () => speaks };
        await client.WriteAsync("QUIT\r\n"u8.ToArray());
        client.CloseWriting();

        SessionContext context =
            new OneUser("user", ScramCredential.Create("secret", 4_096)).CreateSession(protocol, transport);
        await new SmtpSession(context, NullLogger.Instance, SmtpCommandTable.Commands).RunAsync(default, default);
        await transport.DisposeAsync();

        using MemoryStream output = new();
        await client.CopyToAsync(output);
        string said = Encoding.ASCII.GetString(output.ToArray());
        Assert.StartsWith(answer, said, StringComparison.Ordinal);
        Assert.Equal(
            !answer.StartsWith("554", StringComparison.Ordinal), said.Contains("\r\n221 ", StringComparison.Ordinal));
    }
}
