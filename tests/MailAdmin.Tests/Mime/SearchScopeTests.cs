using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Mime;

namespace MailAdmin.Tests.Mime;

/// <summary>
/// Where SEARCH looks. RFC 9051 §6.4.4; Dovecot 2.3 looks into text and message parts for BODY, and into all headers
/// besides for TEXT. Preamble, epilogue and other parts that can be read are in the body, too.
/// </summary>
public sealed class SearchScopeTests
{
    private static readonly byte[] Message = Encoding.UTF8.GetBytes(string.Join("\r\n",
        "From: ann(Annie) @ (at home) example.test (Ann)",
        "Subject: one",
        "\ttwo",
        "Content-Type: multipart/mixed; boundary=border",
        "",
        "foreword",
        "--border",
        "Content-Type: text/plain; name=letter.txt",
        "",
        "plainword",
        "--border",
        "Content-Type: application/json; name=data.json",
        "Content-Transfer-Encoding: base64",
        "",
        Convert.ToBase64String("{ \"key\": \"jsonwörd\" }"u8),
        "--border",
        "Content-Type: application/x-unknown",
        "",
        "legibleword",
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

    [Theory]
    [InlineData("foreword", true, true)]
    [InlineData("afterword", true, true)]
    [InlineData("plainword", true, true)]
    [InlineData("jsonw\u00d6rd", true, true)]
    [InlineData("legibleword", true, true)]
    [InlineData("noticeword", true, true)]
    [InlineData("innersubject", true, true)]
    [InlineData("innerbody", true, true)]
    [InlineData("letter.txt", false, true)]
    [InlineData("picture.gif", false, true)]
    [InlineData("described", false, true)]
    [InlineData("one two", false, true)]
    [InlineData("imageword", false, false)]
    [InlineData("--border", false, false)]
    [InlineData("afterword!", false, false)]
    public async Task BODY_is_what_can_be_read_and_TEXT_has_all_headers_besides(string text, bool inBody, bool inText)
    {
        MemoryContent content = new(Message);
        StructureView structure = await OpenAsync(content);

        Assert.Equal(
            inBody,
            await MessageSearch.BodyContainsAsync(
                content, structure, Search(text), TestContext.Current.CancellationToken));
        Assert.Equal(
            inText,
            await MessageSearch.TextContainsAsync(
                content, structure, Search(text), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("one two", true)]
    [InlineData("one\ttwo", true)]
    [InlineData("onetwo", false)]
    public async Task A_fold_with_a_tab_is_a_space(string text, bool expected)
    {
        MemoryContent content = new(Message);
        foreach (MessageContent opened in (MessageContent[])[content, await WithStructureAsync(Message)])
        {
            Assert.Equal(
                expected,
                await MessageSearch.HeaderContainsAsync(
                    opened,
                    await OpenAsync(opened),
                    "Subject",
                    Search(text),
                    TestContext.Current.CancellationToken));
        }
    }

    [Theory]
    [InlineData("ann@example.test", true)]
    [InlineData("annie", true)]
    [InlineData("(at home)", true)]
    [InlineData("bob@example.test", false)]
    public async Task FROM_finds_an_address_without_its_comments_and_the_comments(string text, bool expected)
    {
        ContentSearch search = new(_ => ValueTask.CompletedTask);
        int number = search.AddAddress("FROM", Search(text));
        MessageContent content = await WithStructureAsync(Message);
        search.Begin(content, await OpenAsync(content));

        Assert.Equal(expected, await search.HasFieldAsync(number, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("koi8-r", "\u041f\u0440\u0438\u0432\u0435\u0442, ")]
    [InlineData("utf-8", "\u041f\u0440\u0438\u0432\u0435\u0442, ")]
    [InlineData("utf-8", "\u3053\u3093\u306b\u3061\u306f\u3001")]
    [InlineData("iso-2022-jp", "\u3053\u3093\u306b\u3061\u306f\u3001")]
    [InlineData("shift_jis", "\u3053\u3093\u306b\u3061\u306f\u3001")]
    public async Task A_quoted_printable_part_of_any_length_is_searched(string charset, string words)
    {
        Encoding encoding = CodePagesEncodingProvider.Instance.GetEncoding(charset) ?? Encoding.UTF8;
        for (int length = 25_000; length < 33_000; length += 997)
        {
            StringBuilder text = new();
            for (int line = 0; text.Length < length; line++)
            {
                text.Append(words).Append(line % 7 == 0 ? "" : words).Append("\r\n");
            }

            byte[] message = Encoding.ASCII.GetBytes(
                $"Content-Type: text/plain; charset={charset}\r\n"
                + "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
                + QuotedPrintable(encoding.GetBytes(text + "\u0442\u0443\u0442 nadel")));
            MemoryContent content = new(message);
            StructureView structure = await OpenAsync(content);

            Assert.True(message.Length > 64 << 10);
            Assert.True(
                await MessageSearch.BodyContainsAsync(
                    content, structure, Search("\u0422\u0443\u0442"), TestContext.Current.CancellationToken));
            Assert.True(
                await MessageSearch.BodyContainsAsync(
                    content, structure, Search("NADEL"), TestContext.Current.CancellationToken));
            Assert.False(
                await MessageSearch.BodyContainsAsync(
                    content, structure, Search("\u0442\u0430\u043c"), TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task A_thousand_texts_read_a_message_no_more_often_than_one()
    {
        byte[] message = [.. "Subject: x\r\n\r\n"u8, .. Enumerable.Repeat((byte)'x', 300_000)];
        ReadOnlyMemory<byte> kept = await MessageStructure.DeriveAsync(
            new MemoryContent(message), new ServerLimits(), TestContext.Current.CancellationToken);
        long one = await CountAsync(message, kept, 1);

        Assert.Equal(one, await CountAsync(message, kept, 1_000));
    }

    private static async Task<long> CountAsync(byte[] message, ReadOnlyMemory<byte> kept, int keys)
    {
        CountingContent content = new(message, kept);
        ContentSearch search = new(_ => ValueTask.CompletedTask);
        List<int> texts = [];
        List<int> fields = [];
        for (int i = 0; i < keys; i++)
        {
            texts.Add(search.AddText(Search($"text {i}"), inHeaders: i % 2 == 0));
            fields.Add(search.AddField("X-Field", Search($"text {i}")));
        }

        search.Begin(content, await OpenAsync(content));
        foreach (int text in texts)
        {
            Assert.False(await search.HasTextAsync(text, TestContext.Current.CancellationToken));
        }

        foreach (int field in fields)
        {
            Assert.False(await search.HasFieldAsync(field, TestContext.Current.CancellationToken));
        }

        return content.BytesRead;
    }

    private static string QuotedPrintable(byte[] bytes)
    {
        StringBuilder encoded = new();
        int column = 0;
        foreach (byte next in bytes)
        {
            if (column > 72)
            {
                encoded.Append("=\r\n");
                column = 0;
            }

            encoded.Append('=').Append(next.ToString("X2", null));
            column += 3;
        }

        return encoded.ToString();
    }

    private static async Task<MessageContent> WithStructureAsync(byte[] message) => new MemoryContent(
        message,
        await MessageStructure.DeriveAsync(
            new MemoryContent(message), new ServerLimits(), TestContext.Current.CancellationToken));

    private static async Task<StructureView> OpenAsync(MessageContent content) =>
        await MessageStructure.OpenAsync(content, new ServerLimits(), TestContext.Current.CancellationToken);

    private static SearchText Search(string text)
    {
        Assert.True(SearchText.TryCreate(Encoding.UTF8.GetBytes(text), "UTF-8", out SearchText searchText));
        return searchText;
    }
}
