using System.Text;
using MailAdmin.Protocols.Mime;
using MailAdmin.Tests.Messages;

namespace MailAdmin.Tests.Mime;

/// <summary>BODY, BODYSTRUCTURE and sections. RFC 9051 §6.4.5.1, §7.5.2</summary>
public sealed class StructureTests
{
    [Fact]
    public async Task A_text_has_the_structure_that_the_standard_shows()
    {
        StructureView structure = await OpenAsync("Content-Type: TEXT/PLAIN; CHARSET=US-ASCII\r\n\r\none\r\ntwo\r\n");

        Assert.Equal("(\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 10 2)", Text(structure.Body));
        Assert.Equal(
            "(\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 10 2 NIL NIL NIL NIL)",
            Text(structure.BodyStructure));
    }

    [Fact]
    public async Task Extension_data_is_complete()
    {
        StructureView structure = await OpenAsync(TestMessages.Get("nested-multiparts").Bytes);

        Assert.Equal(
            "((((\"TEXT\" \"PLAIN\" (\"CHARSET\" \"us-ascii\") NIL NIL \"7BIT\" 5 0 NIL NIL NIL NIL)"
            + "(\"TEXT\" \"HTML\" (\"CHARSET\" \"us-ascii\") NIL NIL \"7BIT\" 32 0 NIL NIL NIL NIL) "
            + "\"ALTERNATIVE\" (\"BOUNDARY\" \"inner\") NIL NIL NIL)"
            + "(\"IMAGE\" \"GIF\" (\"NAME\" \"dot.gif\") \"<dot@example.test>\" NIL \"BASE64\" 60 "
            + "\"Q2hlY2sgSW50ZWdyaXR5IQ==\" "
            + "(\"INLINE\" (\"FILENAME\" \"dot.gif\" \"SIZE\" \"43\")) NIL \"http://example.test/dot.gif\")"
            + " \"RELATED\" (\"BOUNDARY\" \"middle\" \"TYPE\" \"multipart/alternative\") NIL NIL NIL)"
            + "(\"APPLICATION\" \"OCTET-STREAM\" NIL NIL \"Some data\" \"BASE64\" 18 NIL (\"ATTACHMENT\" "
            + "(\"FILENAME\" \"data.bin\")) (\"en\" \"de\") NIL)"
            + " \"MIXED\" (\"BOUNDARY\" \"outer\") NIL NIL NIL)",
            Text(structure.BodyStructure));
    }

    [Fact]
    public async Task A_message_inside_has_envelope_structure_and_lines()
    {
        StructureView structure = await OpenAsync(TestMessages.Get("forwarded-alone").Bytes);

        Assert.Equal(
            "(\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 94 (NIL \"inside\" ((\"Carol\" NIL \"carol\" "
            + "\"example.test\")) "
            + "((\"Carol\" NIL \"carol\" \"example.test\")) ((\"Carol\" NIL \"carol\" \"example.test\")) NIL "
            + "NIL NIL NIL NIL) "
            + "(\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 41 2) 5)",
            Text(structure.Body));
    }

    [Fact]
    public async Task Long_parameters_are_joined_and_stay_encoded()
    {
        StructureView structure = await OpenAsync(TestMessages.Get("rfc2231").Bytes);
        string bodyStructure = Text(structure.BodyStructure);

        Assert.Contains("(\"BOUNDARY\" \"longer\")", bodyStructure, StringComparison.Ordinal);
        Assert.Contains("(\"NAME\" \"a long file name.pdf\")", bodyStructure, StringComparison.Ordinal);
        Assert.Contains(
            "(\"FILENAME*\" \"utf-8'de'Gr%C3%BC%C3%9Fe%20100%25.pdf\")", bodyStructure, StringComparison.Ordinal);
        Assert.Contains("(\"FILENAME*\" \"iso-8859-1''%E9t%E9.png\")", bodyStructure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Types_that_cannot_be_read_are_text()
    {
        (_, BodyPart bodyStructure) = await StructureCheck.RunAsync(TestMessages.Get("broken-types").Bytes);

        Assert.Equal(
            [
                "TEXT/PLAIN US-ASCII", "TEXT/PLAIN US-ASCII", "APPLICATION/OCTET-STREAM ", "TEXT/PLAIN US-ASCII",
                "TEXT/PLAIN US-ASCII",
                "TEXT/PLAIN utf-8", "TEXT/PLAIN utf-8", "TEXT/PLAIN us-ascii", "TEXT/HTML x-unknown",
            ],
            bodyStructure.Children.Select(
                part => $"{part.Type}/{part.Subtype} {part.Parameters.GetValueOrDefault("CHARSET")}"));
        Assert.Equal("my file (1).txt", bodyStructure.Children[7].Parameters["NAME"]);
    }

    [Theory]
    [InlineData("alternative", "", SectionPart.Mime, null)]
    [InlineData("alternative", "3", SectionPart.Content, null)]
    [InlineData("alternative", "0", SectionPart.Content, null)]
    [InlineData("alternative", "1.1", SectionPart.Content, null)]
    [InlineData("alternative", "1", SectionPart.Header, null)]
    [InlineData("alternative", "1", SectionPart.Text, null)]
    [InlineData(
        "alternative",
        "2",
        SectionPart.Mime,
        "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n")]
    [InlineData(
        "dot-lines",
        "1",
        SectionPart.Content,
        ".\r\n..\r\n...\r\n.leading dot\r\n\r\n..two leading dots\r\n. dot and space\r\n.\r\n")]
    [InlineData("dot-lines", "2", SectionPart.Content, null)]
    [InlineData("dot-lines", "1.1", SectionPart.Content, null)]
    [InlineData("empty-body", "1", SectionPart.Content, "")]
    [InlineData("empty-body", "", SectionPart.Text, "")]
    [InlineData("text-only", "", SectionPart.Header, "")]
    [InlineData("nested-multiparts", "1.1.1", SectionPart.Content, "plain")]
    [InlineData("nested-multiparts", "1.1.1.1", SectionPart.Content, null)]
    [InlineData("nested-multiparts", "2", SectionPart.Content, "AAECAwQFBgcICQ==\r\n")]
    [InlineData("forwarded", "1", SectionPart.Content, "See below.")]
    [InlineData("forwarded", "2.1", SectionPart.Content, "first part without a header")]
    [InlineData("forwarded", "2.1", SectionPart.Mime, "\r\n")]
    [InlineData("forwarded", "2.2", SectionPart.Content, "Subject: innermost\r\n\r\nThe innermost text.")]
    [InlineData("forwarded", "2.2", SectionPart.Header, "Subject: innermost\r\n\r\n")]
    [InlineData("forwarded", "2.2", SectionPart.Text, "The innermost text.")]
    [InlineData("forwarded", "2.2.1", SectionPart.Content, "The innermost text.")]
    [InlineData("forwarded", "2.2.1", SectionPart.Mime, "Subject: innermost\r\n\r\n")]
    [InlineData("forwarded", "2.2.2", SectionPart.Content, null)]
    [InlineData(
        "forwarded-alone", "1", SectionPart.Header, "From: Carol <carol@example.test>\r\nSubject: inside\r\n\r\n")]
    [InlineData("forwarded-alone", "1.1", SectionPart.Content, "text of the message inside\r\nsecond line\r\n")]
    [InlineData("broken-prefixes", "1.2", SectionPart.Content, "again in abcd")]
    [InlineData(
        "broken-prefixes",
        "2.1",
        SectionPart.Content,
        "in ab; not delimiters:\r\n--abx\r\n-- abc\r\n --abc\r\n--abcde")]
    [InlineData("broken-unclosed", "1.2", SectionPart.Content, "<p>two</p>")]
    [InlineData("broken-unclosed", "2", SectionPart.Content, "three, and then the message breaks o")]
    [InlineData("broken-no-parts", "1", SectionPart.Content, "Text that must not be lost, either.\r\n")]
    [InlineData("digest", "1", SectionPart.Text, "body one")]
    [InlineData("digest", "2", SectionPart.Content, "not a message")]
    public async Task A_section_is_found(string message, string path, SectionPart part, string? expected)
    {
        byte[] bytes = TestMessages.Get(message).Bytes;
        StructureView structure = await OpenAsync(bytes);

        bool found = structure.TryLocate(
            [.. path.Split('.', StringSplitOptions.RemoveEmptyEntries).Select(uint.Parse)], part, out ByteRange range);

        Assert.Equal(expected, found ? Encoding.Latin1.GetString(bytes, (int)range.Offset, (int)range.Length) : null);
    }

    [Fact]
    public async Task A_large_message_is_read_in_pieces()
    {
        TestMessage message = TestMessages.TenMegabytes();
        CountingContent content = new(message.Bytes);

        StructureView structure =
            await MessageStructure.OpenAsync(content, new ServerLimits(), TestContext.Current.CancellationToken);

        Assert.True(structure.TryLocate([2], SectionPart.Content, out ByteRange range));
        Assert.Equal(message.Bytes.Length - "\r\n--ten--\r\n".Length, range.End);
        Assert.InRange(content.LargestRead, 1, 1 << 20);
        Assert.InRange(content.BytesRead, message.Bytes.Length, message.Bytes.Length);
    }

    [Fact]
    public async Task Reads_of_any_size_give_the_same_structure()
    {
        foreach (TestMessage message in TestMessages.Own)
        {
            ReadOnlyMemory<byte> whole = await DeriveAsync(new MemoryContent(message.Bytes));
            ReadOnlyMemory<byte> pieces = await DeriveAsync(new CountingContent(message.Bytes) { MaximalRead = 7 });

            Assert.True(whole.Span.SequenceEqual(pieces.Span), message.Name);
        }
    }

    [Fact]
    public async Task A_line_longer_than_any_window_is_one_line()
    {
        string boundary = "\r\n--b\r\n";
        string message = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n"
            + new string('x', (64 << 10) - 60) + "--b" + new string('y', 200_001) + "\r"
            + new string('z', 65_535) + boundary + "\r\nlast\r\n--b--";

        (_, BodyPart bodyStructure) = await StructureCheck.RunAsync(Encoding.ASCII.GetBytes(message));

        Assert.Equal([0, 0], bodyStructure.Children.Select(part => part.Lines ?? -1));
        Assert.Equal(4, bodyStructure.Children[1].Size);
    }

    [Fact]
    public async Task A_kept_structure_is_opened_without_reading()
    {
        ReadOnlyMemory<byte> kept = await DeriveAsync(new MemoryContent(TestMessages.Get("nested-multiparts").Bytes));
        CountingContent content = new(TestMessages.Get("plain").Bytes, kept);

        ValueTask<StructureView> open =
            MessageStructure.OpenAsync(content, new ServerLimits(), TestContext.Current.CancellationToken);

        Assert.True(open.IsCompletedSuccessfully);
        Assert.Equal(0, content.BytesRead);
        Assert.True((await open).TryLocate([1, 1, 2], SectionPart.Content, out _));
    }

    [Fact]
    public async Task A_structure_of_another_version_is_derived_again()
    {
        byte[] kept = (await DeriveAsync(new MemoryContent(TestMessages.Get("nested-multiparts").Bytes))).ToArray();
        kept[0]++;
        CountingContent content = new(TestMessages.Get("plain").Bytes, kept);

        StructureView structure =
            await MessageStructure.OpenAsync(content, new ServerLimits(), TestContext.Current.CancellationToken);

        Assert.False(structure.TryLocate([1, 1], SectionPart.Content, out _));
        Assert.NotEqual(0, content.BytesRead);
    }

    [Fact]
    public async Task Subject_and_message_id_are_stored_with_the_structure()
    {
        byte[] message = Encoding.UTF8.GetBytes(
            "Message-ID: <1@client.example>\r\nSubject: =?utf-8?q?Gr=C3=BC?=\r\n =?utf-8?q?=C3=9Fe?=\r\n\r\n");
        CountingContent content = new(message, await DeriveAsync(new MemoryContent(message)));

        MessageSummary summary = await ReadSummaryAsync(content);

        Assert.Equal(new MessageSummary("1@client.example", "Grüße"), summary);
        Assert.Equal(0, content.BytesRead);
    }

    [Fact]
    public async Task A_structure_of_an_older_store_is_read_and_only_what_it_lacks_is_derived()
    {
        byte[] message = Encoding.ASCII.GetBytes("Subject: Old\r\n\r\n");
        byte[] current = (await DeriveAsync(new MemoryContent(message))).ToArray();
        byte[] old = current[..^("Old".Length + 4)];
        old[0] = 1;
        CountingContent content = new(message, old);

        StructureView structure =
            await MessageStructure.OpenAsync(content, new ServerLimits(), TestContext.Current.CancellationToken);

        Assert.Equal(new StructureView(current).BodyStructure.ToArray(), structure.BodyStructure.ToArray());
        Assert.Equal(0, content.BytesRead);
        Assert.Equal(new MessageSummary(null, "Old"), await ReadSummaryAsync(content));
    }

    [Fact]
    public async Task A_message_without_subject_has_none()
    {
        Assert.Equal(MessageSummary.None, await ReadSummaryAsync(new MemoryContent("X: y\r\n\r\n"u8.ToArray())));
        Assert.Equal(
            new MessageSummary(null, ""), await ReadSummaryAsync(new MemoryContent("Subject:\r\n\r\n"u8.ToArray())));
    }

    private static ValueTask<MessageSummary> ReadSummaryAsync(MailAdmin.Contracts.MessageContent content) =>
        MessageSummary.ReadAsync(content, new ServerLimits(), TestContext.Current.CancellationToken);

    private static ValueTask<StructureView> OpenAsync(string message) => OpenAsync(Encoding.Latin1.GetBytes(message));

    private static async ValueTask<StructureView> OpenAsync(byte[] message) =>
        (await StructureCheck.RunAsync(message)).Structure;

    private static ValueTask<ReadOnlyMemory<byte>> DeriveAsync(MailAdmin.Contracts.MessageContent content) =>
        MessageStructure.DeriveAsync(content, new ServerLimits(), TestContext.Current.CancellationToken);

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.Latin1.GetString(bytes.Span);
}
