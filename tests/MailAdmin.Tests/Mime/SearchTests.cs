using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Mime;
using MailAdmin.Tests.Messages;

namespace MailAdmin.Tests.Mime;

/// <summary>What SEARCH compares. RFC 9051 §6.4.4</summary>
public sealed class SearchTests
{
    [Theory]
    [InlineData("plain", "Subject", "LUNCH", true)]
    [InlineData("plain", "subject", "on friday", true)]
    [InlineData("plain", "Subject", "monday", false)]
    [InlineData("plain", "From", "ann@EXAMPLE", true)]
    [InlineData("plain", "From", "Ann Example <ann", true)]
    [InlineData("plain", "To", "bob", true)]
    [InlineData("plain", "To", "ann", false)]
    [InlineData("plain", "Cc", "", false)]
    [InlineData("plain", "Subject", "", true)]
    [InlineData("plain", "Message-ID", "<plain@", true)]
    [InlineData("plain", "Message-ID", "", true)]
    [InlineData("plain", "X-None", "", false)]
    [InlineData("alternative", "Subject", "grüße IN", true)]
    [InlineData("alternative", "Subject", "GRÜSSE", false)]
    [InlineData("alternative", "Subject", "utf-8", false)]
    [InlineData("japanese-iso-2022-jp", "Subject", "お知らせ", true)]
    [InlineData("japanese-utf8", "Subject", "会議のお知らせ", true)]
    [InlineData("japanese-utf8", "From", "山田太郎", true)]
    [InlineData("raw-8bit-headers", "Subject", "GRÜSSE", false)]
    [InlineData("raw-8bit-headers", "Subject", "GRÜßE", true)]
    [InlineData("raw-8bit-headers", "From", "jürgen", true)]
    [InlineData("raw-8bit-headers", "X-Note", "CAFÉ", true)]
    [InlineData("groups", "Bcc", "full", true)]
    [InlineData("broken-header", "To", "carol", true)]
    [InlineData("broken-header", "X-Folded", "one \ttwo", true)]
    [InlineData("broken-header", "X-Folded", "one  two", true)]
    public async Task A_field_is_searched_decoded_and_unfolded(string message, string field, string text, bool expected)
    {
        foreach (MessageContent content in await ContentsAsync(TestMessages.Get(message).Bytes))
        {
            StructureView structure =
                await MessageStructure.OpenAsync(content, new ServerLimits(), TestContext.Current.CancellationToken);

            Assert.Equal(
                expected,
                await MessageSearch.HeaderContainsAsync(
                    content, structure, field, Search(text), TestContext.Current.CancellationToken));
        }
    }

    [Theory]
    [InlineData("plain", "NOON", true, true)]
    [InlineData("plain", "lunch", false, true)]
    [InlineData("plain", "Subject: Lunch", false, true)]
    [InlineData("plain", "dinner", false, false)]
    [InlineData("plain", "", true, true)]
    [InlineData("utf8-8bit", "GRÜßE AUS", true, true)]
    [InlineData("utf8-8bit", "ЗДРАВСТВУЙТЕ", true, true)]
    [InlineData("utf8-8bit", "こんにちは", true, true)]
    [InlineData("utf8-8bit", "l'été EST", true, true)]
    [InlineData("japanese-iso-2022-jp", "会議は十時", true, true)]
    [InlineData("japanese-iso-2022-jp", "お知らせ", false, true)]
    [InlineData("japanese-iso-2022-jp", "山田", false, true)]
    [InlineData("japanese-utf8", "よろしく", true, true)]
    [InlineData("japanese-utf8", "会議のお知らせ", false, true)]
    [InlineData("alternative", "münchen, und eine lange zeile, die hier weich umgebrochen wird.", true, true)]
    [InlineData("alternative", "<b>münchen</b>", true, true)]
    [InlineData("alternative", "preamble", true, true)]
    [InlineData("alternative", "epilogue", true, true)]
    [InlineData("alternative", "quoted-printable", false, true)]
    [InlineData("alternative", "=_alt 1--", false, false)]
    [InlineData("delivery-report", "final-recipient: rfc822; nobody", true, true)]
    [InlineData("delivery-report", "MIME-encapsulated", true, true)]
    [InlineData("delivery-report", "delivery report", false, true)]
    [InlineData("nested-multiparts", "data.bin", false, true)]
    [InlineData("nested-multiparts", "cid:dot", true, true)]
    [InlineData("nested-multiparts", "R0lGOD", false, false)]
    [InlineData("forwarded", "the innermost text", true, true)]
    [InlineData("forwarded", "carol@example", true, true)]
    [InlineData("forwarded", "subject: innermost", true, true)]
    [InlineData("forwarded", "fwd: lunch", false, true)]
    [InlineData("raw-8bit-headers", "caf\u00e9", false, true)]
    [InlineData("raw-8bit-headers", "note: caf", false, true)]
    [InlineData("delivery-report", "are you there", true, true)]
    [InlineData("broken-types", "<p>", true, true)]
    public async Task Text_parts_and_headers_are_searched_decoded(string message, string text, bool inBody, bool inText)
    {
        foreach (MessageContent content in await ContentsAsync(TestMessages.Get(message).Bytes))
        {
            StructureView structure =
                await MessageStructure.OpenAsync(content, new ServerLimits(), TestContext.Current.CancellationToken);

            Assert.Equal(
                inBody,
                await MessageSearch.BodyContainsAsync(
                    content, structure, Search(text), TestContext.Current.CancellationToken));
            Assert.Equal(
                inText,
                await MessageSearch.TextContainsAsync(
                    content, structure, Search(text), TestContext.Current.CancellationToken));
        }
    }

    [Theory]
    [InlineData("base64", 40_000)]
    [InlineData("quoted-printable", 40_000)]
    [InlineData("8bit", 40_000)]
    [InlineData("8bit", 140_000)]
    public async Task A_text_is_found_at_every_place_of_a_long_part(string encoding, int length)
    {
        string filler = string.Concat(Enumerable.Range(0, length / 10).Select(number => $"{number:D8}\r\n"));
        foreach (int place in (int[])[0, 9_999, 24_570, 24_576, 32_760, 32_768, length - 10])
        {
            foreach (string needle in (string[])["needle", "nädel"])
            {
                byte[] body = Encoding.UTF8.GetBytes(filler.Insert(Math.Min(place, filler.Length), needle));
                string encoded = encoding switch
                {
                    "base64" => Convert.ToBase64String(body, Base64FormattingOptions.InsertLineBreaks),
                    "quoted-printable" =>
                        Encoding.Latin1.GetString(body).Replace(
                            "\u00c3\u00a4", "=C3=\r\n=A4", StringComparison.Ordinal),
                    _ => Encoding.Latin1.GetString(body),
                };
                MemoryContent content = new(Encoding.Latin1.GetBytes(
                    "Content-Type: text/plain; charset=utf-8\r\n"
                + $"Content-Transfer-Encoding: {encoding}\r\n\r\n{encoded}"));
                StructureView structure = await MessageStructure.OpenAsync(
                    content, new ServerLimits(), TestContext.Current.CancellationToken);

                Assert.True(
                    await MessageSearch.BodyContainsAsync(
                        content, structure, Search(needle.ToUpperInvariant()), TestContext.Current.CancellationToken),
                    $"{needle} at {place}");
                Assert.False(
                    await MessageSearch.BodyContainsAsync(
                        content, structure, Search(needle + "!"), TestContext.Current.CancellationToken));
            }
        }
    }

    [Theory]
    [InlineData("ISO-2022-JP")]
    [InlineData("Shift_JIS")]
    [InlineData("EUC-JP")]
    [InlineData("utf-8")]
    public async Task A_search_may_come_in_another_charset(string charset)
    {
        byte[] bytes = (CodePagesEncodingProvider.Instance.GetEncoding(charset) ?? Encoding.UTF8).GetBytes("会議");
        MemoryContent content = new(TestMessages.Get("japanese-utf8").Bytes);
        StructureView structure =
            await MessageStructure.OpenAsync(content, new ServerLimits(), TestContext.Current.CancellationToken);

        Assert.True(SearchText.TryCreate(bytes, charset, out SearchText text));
        Assert.True(
            await MessageSearch.HeaderContainsAsync(
                content, structure, "Subject", text, TestContext.Current.CancellationToken));
        Assert.True(
            await MessageSearch.BodyContainsAsync(content, structure, text, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("x-unknown")]
    [InlineData("")]
    [InlineData("utf-7")]
    [InlineData("a very long name that no charset has, and more of it")]
    public void An_unknown_charset_is_refused(string charset)
    {
        Assert.False(SearchText.TryCreate("x"u8, charset, out _));
    }

    [Fact]
    public void Every_charset_that_is_offered_is_taken()
    {
        Assert.All(SearchText.Charsets, charset => Assert.True(SearchText.TryCreate("x"u8, charset, out _), charset));
    }

    [Theory]
    [InlineData("Mon, 02 Mar 2026 23:30:00 -0800", "2026-03-02")]
    [InlineData("Tue, 3 Mar 2026 00:30:00 +0900", "2026-03-03")]
    [InlineData("2 Mar 26 09:30 EST", "2026-03-02")]
    [InlineData("Mon, 02 Mar 2026 09:30:00 +0100 (CET)", "2026-03-02")]
    [InlineData("yesterday", null)]
    [InlineData("", null)]
    [InlineData("Mon, 99 Foo 2026", null)]
    public async Task The_sent_date_is_the_day_that_the_field_names(string date, string? expected)
    {
        (StructureView structure, _) = await StructureCheck.RunAsync(Encoding.ASCII.GetBytes($"Date: {date}\r\n\r\n"));

        Assert.Equal(expected, MessageSearch.GetSentDate(structure)?.ToString("yyyy-MM-dd", null));
    }

    [Fact]
    public void A_pattern_is_found_where_a_plain_search_finds_it()
    {
        Random random = new(1);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] text = RandomBytes(random, random.Next(0, 100));
            byte[] pattern = RandomBytes(random, random.Next(1, 5));
            bool expected = Encoding.ASCII.GetString(text).Contains(
                Encoding.ASCII.GetString(pattern), StringComparison.OrdinalIgnoreCase);

            Assert.Equal(expected, new AsciiPattern(pattern).IsIn(text));
        }
    }

    [Fact]
    public async Task Searches_of_hostile_messages_come_to_an_end()
    {
        foreach (TestMessage message in TestMessages.Own)
        {
            for (int cut = 0; cut < message.Bytes.Length; cut += 37)
            {
                MemoryContent content = new(message.Bytes.AsMemory(cut));
                StructureView structure = await MessageStructure.OpenAsync(
                    content, new ServerLimits(), TestContext.Current.CancellationToken);

                Assert.False(
                    await MessageSearch.TextContainsAsync(
                        content, structure, Search("\u2603"), TestContext.Current.CancellationToken),
                    $"{message} {cut}");
                Assert.False(
                    await MessageSearch.TextContainsAsync(
                        content, structure, Search("not there"), TestContext.Current.CancellationToken));
                Assert.False(
                    await MessageSearch.HeaderContainsAsync(
                        content, structure, "X-None", Search(""), TestContext.Current.CancellationToken));
            }
        }
    }

    // Searched in memory at once, and in pieces because a structure is kept or the message is large.
    private static async ValueTask<MessageContent[]> ContentsAsync(byte[] message)
    {
        ReadOnlyMemory<byte> kept = await MessageStructure.DeriveAsync(
            new MemoryContent(message), new ServerLimits(), TestContext.Current.CancellationToken);
        return
        [
            new MemoryContent(message),
            new MemoryContent(message, kept),
            new CountingContent(message, kept) { MaximalRead = 11 },
        ];
    }

    private static byte[] RandomBytes(Random random, int length) =>
        [.. Enumerable.Range(0, length).Select(_ => (byte)"aAbBkK@`[{"[random.Next(10)])];

    private static SearchText Search(string text)
    {
        Assert.True(SearchText.TryCreate(Encoding.UTF8.GetBytes(text), "UTF-8", out SearchText searchText));
        return searchText;
    }
}
