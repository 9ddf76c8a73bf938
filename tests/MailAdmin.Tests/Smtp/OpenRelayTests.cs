using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Tests.Server;

using static MailAdmin.Tests.Server.TestStore;

namespace MailAdmin.Tests.Smtp;

/// <summary>
/// What relay testers and spammers have tried since the nineties. Nothing of it may be taken for another host.
/// </summary>
public sealed class OpenRelayTests
{
    private static readonly string[] Tricks =
    [
        "victim@outside.test",
        "victim@OUTSIDE.test",
        "victim@outside.test.",
        "victim%outside.test@example.test",
        "victim%outside.test@mail.example.test",
        "victim%outside.test@[127.0.0.1]",
        "victim%outside.test",
        "\"victim@outside.test\"",
        "\"victim@outside.test\"@example.test",
        "\"victim%outside.test\"@example.test",
        "\"victim%outside.test\"",
        "\"victim@outside.test\"@mail.example.test",
        "\"victim@outside.test\"@[127.0.0.1]",
        "victim@outside.test@example.test",
        "victim@outside.test@mail.example.test",
        "victim@example.test@outside.test",
        "@example.test:victim@outside.test",
        "@mail.example.test:victim@outside.test",
        "@[127.0.0.1]:victim@outside.test",
        "@example.test,@other.test:victim@outside.test",
        "outside.test!victim",
        "outside.test!victim@example.test",
        "outside.test!victim@mail.example.test",
        "outside.test!victim@[127.0.0.1]",
        "example.test!outside.test!victim",
        "victim@[198.51.100.9]",
        "victim@[IPv6:2001:db8::9]",
        "victim@[IPv6:::ffff:198.51.100.9]",
        "victim@[127.0.0.2]",
        "ann@[127.0.0.1]",
        "victim@198.51.100.9",
        "postmaster@outside.test",
        "abuse@outside.test",
        "victim@sub.example.test",
        "victim@mail.example.test",
        "victim@localhost",
        "victim@example.test.outside.test",
        "victim@example.testoutside.test",
        "ann+victim=outside.test@outside.test",
        "SRS0=abcdefabcdef=AA=outside.test=victim@example.test",
        "SRS1=abcdefabcdef=outside.test=AA=victim@example.test",
        "victim@öutside.test",
    ];

    public static TheoryData<MailProtocol, string> Cases => new()
    {
        { MailProtocol.Smtp, "<>" },
        { MailProtocol.Smtp, "<spammer@outside.test>" },
        { MailProtocol.Smtp, "<ann@example.test>" },
        { MailProtocol.Smtp, "<postmaster@example.test>" },
        { MailProtocol.Smtp, "<spammer@[127.0.0.1]>" },
        { MailProtocol.Submission, "<>" },
        { MailProtocol.Submission, "<ann@example.test>" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Strangers_send_nothing_to_other_hosts(MailProtocol protocol, string sender)
    {
        await using TestStore store = await WithAccountsAsync("ann@example.test");
        MailListener listener = Assert.Single(
            await store.Engine.SendAsync(
                new StartListeners { Protocol = [protocol], TlsMode = TlsMode.None, Port = 0, AllowPlaintextLogin = true },
                default));

        foreach (string trick in Tricks)
        {
            using LineClient client = await LineClient.ConnectAsync(listener.Port);
            await client.SmtpReplyAsync();
            await client.SmtpAsync("EHLO stranger.test");
            string mail = await client.SmtpAsync($"MAIL FROM:{sender} SMTPUTF8");
            string answer = await client.SmtpAsync($"RCPT TO:<{trick}>");

            Assert.True(answer[0] == '5', $"{trick}: {answer}");
            Assert.Equal(
                protocol == MailProtocol.Submission || sender.Contains('[', StringComparison.Ordinal) ? '5' : '2',
                mail[0]);
        }

        Assert.Equal(0, store.Storage.Queue.Count);
    }
}
