using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using MailAdmin.Protocols.Pop3;
using MailAdmin.Protocols.Smtp;
using MailAdmin.Protocols.Transport;
using Microsoft.Extensions.Logging.Abstractions;

namespace MailAdmin.Tests.Dialogues;

/// <summary>Sessions that are sent sense and nonsense in any order, cut anywhere; the seeds are fixed.</summary>
public sealed partial class SessionFuzzTests
{
    private const int Sessions = 150;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string[] SmtpPieces =
    [
        "EHLO a\r\n", "HELO a\r\n", "MAIL FROM:<a@b.test>\r\n", "MAIL FROM:<> SIZE=10\r\n",
        "RCPT TO:<ann@example.test>\r\n", "DATA\r\n", ".\r\n",
        "BDAT 5\r\n", "BDAT 3 LAST\r\n", "BDAT 0 LAST\r\n", "RSET\r\n", "NOOP\r\n", "VRFY x\r\n", "AUTH PLAIN\r\n",
        "AUTH LOGIN YQ==\r\n", "*\r\n",
        "AUTH PLAIN AGFubkBleGFtcGxlLnRlc3QAc2VjcmV0\r\n", "\n.\r\n", "\r\n.\n", "\0", "\r", "\n", "\r\n", "..\r\n",
        "text\r\n", "Received: x\r\n", "ä", "<", "\"",
    ];

    private static readonly string[] Pop3Pieces =
    [
        "USER ann@example.test\r\n", "PASS secret\r\n", "PASS wrong\r\n", "AUTH PLAIN\r\n",
        "AUTH PLAIN AGFubkBleGFtcGxlLnRlc3QAc2VjcmV0\r\n", "*\r\n", "CAPA\r\n",
        "STAT\r\n", "LIST\r\n", "LIST 1\r\n", "UIDL\r\n", "UIDL 2\r\n", "RETR 1\r\n", "TOP 1 1\r\n", "DELE 1\r\n",
        "RSET\r\n", "NOOP\r\n", "LAST\r\n", "LANG\r\n", "UTF8\r\n",
        "RETR 4294967297\r\n", "\0", "\r", "\n", "\r\n", "ä", " ", "9999999999",
    ];

    [Fact]
    public Task An_SMTP_session_answers_in_replies_and_ends() =>
        PlayAsync(
            "Smtp/submission.dialogue",
            MailProtocol.Submission,
            () => new SmtpSessionHandler(NullLogger<SmtpSessionHandler>.Instance),
            SmtpPieces,
            SmtpLine());

    [Fact]
    public Task A_POP3_session_answers_in_replies_and_ends() =>
        PlayAsync(
            "Pop3/session.dialogue",
            MailProtocol.Pop3,
            () => new Pop3SessionHandler(NullLogger<Pop3SessionHandler>.Instance),
            Pop3Pieces,
            Pop3Line());

    [GeneratedRegex("^[2-5][0-9]{2}[ -][\\x20-\\xFF]*$")]
    private static partial Regex SmtpLine();

    // Lines of a multi-line reply are anything.
    [GeneratedRegex("^[^\\r\\n\\0]*$")]
    private static partial Regex Pop3Line();

    private static async Task PlayAsync(
        string name, MailProtocol protocol, Func<ISessionHandler> createHandler, string[] pieces, Regex line)
    {
        Dialogue given = Dialogue.Load(Path.Combine(AppContext.BaseDirectory, "Dialogues", name));
        DialogueProtocol played = new("", protocol, createHandler, (_, _) => [], HasLiterals: false);
        await using DialogueWorld world = await DialogueWorld.CreateAsync(given, played);
        for (int seed = 0; seed < Sessions; seed++)
        {
            string input = MakeInput(new Random(seed), pieces);
            string output = await RunAsync(world, createHandler(), Encoding.Latin1.GetBytes(input), 1 + (seed % 40));

            Assert.DoesNotContain("Local trouble", output, StringComparison.Ordinal);
            Assert.EndsWith("\r\n", output, StringComparison.Ordinal);
            Assert.All(output[..^2].Split("\r\n"), text => Assert.True(line.IsMatch(text), $"seed {seed}: {text}"));
        }
    }

    private static string MakeInput(Random random, string[] pieces)
    {
        StringBuilder input = new();
        for (int i = random.Next(1, 60); i > 0; i--)
        {
            string piece = pieces[random.Next(pieces.Length)];
            input.Append(random.Next(12) == 0 ? piece[random.Next(piece.Length)..] : piece);
        }

        return input.ToString();
    }

    private static async Task<string> RunAsync(
        DialogueWorld world, ISessionHandler handler, byte[] input, int mostPerRead)
    {
        (MemoryConnection client, MemoryConnection server) = MemoryConnection.Open(mostPerRead);
        IPEndPoint remote = new(IPAddress.Loopback, 1);
        MailTransport transport = new(server, remote, remote, null, world.Clock);
        await client.WriteAsync(input);
        client.CloseWriting();
        Task session = handler.RunAsync(world.CreateContext(1, transport, implicitTls: false), default, default);
        await session.WaitAsync(Patience);
        await transport.DisposeAsync();
        using MemoryStream output = new();
        await client.CopyToAsync(output);
        client.Dispose();
        return Encoding.Latin1.GetString(output.ToArray());
    }
}
