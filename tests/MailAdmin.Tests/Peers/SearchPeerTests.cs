using System.Text;
using MailAdmin.Tests.Diagnostics;
using MailAdmin.Tests.Imap;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using MailKit.Security;

namespace MailAdmin.Tests.Peers;

/// <summary>
/// SEARCH finds here what it finds in Dovecot. Where it finds more, that is in the body as RFC 9051 §6.4.4 has it: what
/// stands before and after the parts, other parts that can be read, and the headers of messages inside.
/// </summary>
public sealed class SearchPeerTests
{
    private static readonly byte[] Message = Encoding.Latin1.GetBytes(string.Join("\r\n",
        "From: Ann Example <ann@example.test>",
        "To: bob(Bob) @ (at work) example.test",
        "Subject: one",
        "\ttwo",
        "MIME-Version: 1.0",
        "Content-Type: multipart/mixed; boundary=border",
        "",
        "foreword",
        "--border",
        "Content-Type: text/plain; charset=utf-8; name=letter.txt",
        "Content-Transfer-Encoding: quoted-printable",
        "",
        "plainword Gr=C3=BC=C3=9Fe",
        "--border",
        "Content-Type: application/json; name=data.json",
        "Content-Transfer-Encoding: base64",
        "",
        Convert.ToBase64String("{ \"key\": \"jsonword\" }"u8),
        "--border",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; reportword.example.test",
        "--border",
        "Content-Type: message/disposition-notification",
        "",
        "Final-Recipient: rfc822; noticeword@example.test",
        "--border",
        "Content-Type: message/rfc822",
        "Content-Description: described",
        "",
        "Subject: innersubject",
        "",
        "innerbody",
        "--border",
        "Content-Type: image/gif",
        "Content-Transfer-Encoding: base64",
        "Content-Disposition: attachment; filename=picture.gif",
        "",
        Convert.ToBase64String("GIF89a imageword"u8),
        "--border--",
        "afterword",
        ""));

    private static readonly string[] Same =
    [
        "plainword", "grüße", "reportword", "noticeword", "innerbody", "letter.txt", "picture.gif", "described",
        "one two", "imageword", "absent", "application/json",
    ];

    private static readonly string[] MoreInBody = ["foreword", "jsonword", "innersubject", "afterword"];

    [Fact]
    public async Task SEARCH_finds_what_Dovecot_finds_and_more_that_is_in_the_body()
    {
        await using DovecotServer dovecot = await DovecotServer.StartAsync();
        await using ImapTestServer own = await ImapTestServer.StartAsync();
        using ImapClient peer = await ConnectAsync(dovecot.ImapPort, DovecotServer.Ann, Diagnosis.Password);
        using ImapClient here = await ConnectAsync(own.Port, ImapTestServer.Account, ImapTestServer.Password);
        UniqueId there = await AppendAsync(peer);
        UniqueId ours = await AppendAsync(here);

        foreach (string word in Same)
        {
            Assert.Equal(await FindsAsync(peer, SearchQuery.BodyContains(word), there),
                await FindsAsync(here, SearchQuery.BodyContains(word), ours));
            Assert.Equal(await FindsAsync(peer, SearchQuery.MessageContains(word), there),
                await FindsAsync(here, SearchQuery.MessageContains(word), ours));
        }

        foreach (string word in MoreInBody)
        {
            Assert.True(await FindsAsync(here, SearchQuery.BodyContains(word), ours), word);
        }

        foreach (SearchQuery query in (SearchQuery[])[
            SearchQuery.SubjectContains("one two"), SearchQuery.FromContains("ann@example.test"),
            SearchQuery.ToContains("bob@example.test"), SearchQuery.ToContains("carol")])
        {
            Assert.Equal(await FindsAsync(peer, query, there), await FindsAsync(here, query, ours));
        }
    }

    private static async Task<ImapClient> ConnectAsync(int port, string account, string password)
    {
        ImapClient client = new();
        client.ServerCertificateValidationCallback = (_, certificate, _, _) => certificate is not null;
        await client.ConnectAsync("127.0.0.1", port, SecureSocketOptions.StartTlsWhenAvailable);
        await client.AuthenticateAsync(account, password);
        await client.Inbox!.OpenAsync(FolderAccess.ReadWrite);
        return client;
    }

    private static async Task<UniqueId> AppendAsync(ImapClient client)
    {
        using MemoryStream stream = new(Message);
        MimeKit.MimeMessage message = await MimeKit.MimeMessage.LoadAsync(stream);
        UniqueId? appended = await client.Inbox!.AppendAsync(message);
        return appended!.Value;
    }

    private static async Task<bool> FindsAsync(ImapClient client, SearchQuery query, UniqueId message) =>
        (await client.Inbox!.SearchAsync(query)).Contains(message);
}
