using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Mime;
using MailAdmin.Tests.Messages;

namespace MailAdmin.Tests.Mime;

/// <summary>Whatever the bytes, there is a structure, it is well-formed, and it costs little.</summary>
public sealed class HostileTests
{
    public static TheoryData<string> Oddities { get; } = new(
        "",
        "x",
        "\n",
        "\r\n",
        "\r",
        "\0",
        ":",
        " ",
        "\r\n\r\n",
        "--",
        "Subject",
        "Subject:",
        "Subject: no line end",
        "Subject: bare LF\n\nbody\n",
        "Subject: NUL \0 in it\r\nFrom: \"a\0b\" <c@d>\r\n\r\n\0\0",
        "Subject: bare CR\rin it\r\n\r\nbody",
        "From: ,,,;;:::<<<>>>@@@\"\"\"(((\\\r\nTo: (((((\r\nCc: \"\r\nBcc: <\r\nReply-To: @\r\nSender: \\\r\n\r\n",
        "From: a:b:c:;;<@,@:x@y>,=?=?=?=,=?a?b?\r\n\r\n",
        "Date: \r\nSubject: =?utf-8?B?////?= =?x?Q?=?= =?utf-8?Q?=ZZ?=\r\n\r\n",
        "Content-Type: multipart/mixed; boundary=\"\"\r\n\r\n--\r\n\r\n--\r\n",
        "Content-Type: multipart/mixed; boundary=\"  \"\r\n\r\n--  \r\n",
        "Content-Type: multipart/mixed; boundary=--\r\n\r\n----\r\n\r\n------\r\n",
        "Content-Type: multipart/mixed; boundary=a\r\n--a\r\n--a--",
        "Content-Type: multipart/mixed; boundary=a\r\n\r\n--a",
        "Content-Type: multipart/mixed; boundary=a\n\n--a\nX: y\n\nbody\n--a--\n",
        "Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n\r\n\n--a\r\n\r\n\r--a\r\n--a--\r\n--a\r\n",
        "Content-Type: message/rfc822\r\n\r\n",
        "Content-Type: message/rfc822",
        "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\nU3ViamVjdDogeA0KDQp5DQo=\r\n",
        "Content-Type: message/global; x*0*=; x*1=\"\"; *=; *0*=a\r\n\r\nSubject: x\r\n",
        "Content-Type: a/b; n*999999999999=x; n*0=y; n*0*=z; n*1=w\r\nContent-Language: ,,a,,\"b\"\r\n\r\n");

    [Theory]
    [MemberData(nameof(Oddities))]
    public async Task An_odd_message_has_an_structure(string message)
    {
        await StructureCheck.RunAsync(Encoding.Latin1.GetBytes(message));
    }

    [Fact]
    public async Task A_message_cut_anywhere_has_an_structure()
    {
        foreach (TestMessage message in TestMessages.Own)
        {
            // Every cut of all messages would take too long for what it finds.
            for (int length = 0; length < message.Bytes.Length; length += 1 + (length / 64))
            {
                await StructureCheck.RunAsync(message.Bytes[..length]);
            }
        }
    }

    [Fact]
    public void Messages_that_are_changed_and_mixed_have_structures()
    {
        TestMessage[] messages = [.. TestMessages.All.Where(message => message.Bytes.Length < 20_000)];
        Gen<byte[]> mutations =
            from first in Gen.Elements(messages)
            from second in Gen.Elements(messages)
            from cut in Gen.Choose(0, first.Bytes.Length)
            from splice in Gen.Choose(0, second.Bytes.Length)
            from flips in Gen.ListOf(
                Gen.Zip(
                    Gen.Choose(0, 19_999), Gen.Elements(0, '\r', '\n', ' ', '-', '"', '(', ':', ';', '=', '<', 0xff)))
            select Mutate([.. first.Bytes[..cut], .. second.Bytes[splice..]], flips);

        Prop.ForAll(mutations.ToArbitrary(), message => RunNow(message))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1_500).WithReplay(2026, 3));
    }

    [Fact]
    public async Task Nesting_beyond_the_limit_is_taken_as_it_is()
    {
        StringBuilder message = new();
        for (int level = 0; level < 500; level++)
        {
            message.Append("Content-Type: multipart/mixed; boundary=b").Append(level).Append("\r\n\r\n--b")
                .Append(level).Append("\r\n");
        }

        (_, BodyPart bodyStructure) = await StructureCheck.RunAsync(Encoding.ASCII.GetBytes(message.ToString()));
        BodyPart deepest = bodyStructure.All.Last();

        Assert.Equal(new ServerLimits().MimeDepth, deepest.Path.Length);
        Assert.Equal("APPLICATION/OCTET-STREAM", $"{deepest.Type}/{deepest.Subtype}");
    }

    [Fact]
    public async Task Messages_within_messages_end_at_the_limit()
    {
        string message = string.Concat(Enumerable.Repeat("Content-Type: message/rfc822\r\n\r\n", 500));

        (_, BodyPart bodyStructure) =
            await StructureCheck.RunAsync(Encoding.ASCII.GetBytes(message), new ServerLimits { MimeDepth = 10 });

        Assert.Equal(11, bodyStructure.All.Count());
    }

    [Fact]
    public async Task Parts_beyond_the_limit_are_not_described()
    {
        string message = "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
            + string.Concat(
                Enumerable.Repeat("--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\nx\r\n", 5_000));

        (_, BodyPart bodyStructure) = await StructureCheck.RunAsync(Encoding.ASCII.GetBytes(message));

        Assert.InRange(bodyStructure.All.Count(), 999, 1_001);
    }

    [Theory]
    [InlineData("Subject: ")]
    [InlineData("To: ")]
    [InlineData("X-Other: ")]
    [InlineData("Content-Type: multipart/mixed; boundary=")]
    public async Task A_header_line_of_many_megabytes_is_no_trouble(string field)
    {
        byte[] message = Encoding.ASCII.GetBytes(
            field + new string('x', 5_000_000) + "\r\nDate: Mon, 02 Mar 2026 09:30:00 +0100\r\n\r\nbody\r\n");

        (StructureView structure, _) = await StructureCheck.RunAsync(message);

        Assert.Equal(new DateOnly(2026, 3, 2), MessageSearch.GetSentDate(structure));
        Assert.InRange(structure.Envelope.Length, 0, 300_000);
    }

    [Theory]
    [InlineData("To: a,\r\n")]
    [InlineData("From: \r\n")]
    [InlineData("Date: \r\n")]
    [InlineData("X: y\r\n")]
    [InlineData("To: \"\\\r\n \"\\\r\n")]
    [InlineData("Subject: =?utf-8?Q?a?=\r\n =?utf-8?Q?a?=\r\n")]
    [InlineData("Content-Type: text/plain; a=b;\r\n c=d;\r\n")]
    [InlineData("--b\r\n")]
    public async Task A_header_of_very_many_lines_is_no_trouble(string lines)
    {
        StringBuilder message = new("Content-Type: multipart/mixed; boundary=b\r\n");
        while (message.Length < 3_000_000)
        {
            message.Append(lines);
        }

        (StructureView structure, _) = await StructureCheck.RunAsync(Encoding.ASCII.GetBytes(message.ToString()));

        Assert.InRange(structure.Envelope.Length, 0, 1_000_000);
    }

    [Fact]
    public async Task Cancellation_and_trouble_of_the_store_pass()
    {
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(async () =>
            await MessageStructure.DeriveAsync(
                new MemoryContent("x"u8.ToArray()), new ServerLimits(), cancelled.Token));
        await Assert.ThrowsAsync<MailException>(async () =>
            await MessageStructure.DeriveAsync(
                new DamagedContent(), new ServerLimits(), TestContext.Current.CancellationToken));
    }

    private static bool RunNow(byte[] message)
    {
        // The message is in memory, so nothing is waited for.
        Task run = StructureCheck.RunAsync(message).AsTask();
        Assert.True(run.IsCompleted);
        run.GetAwaiter().GetResult();
        return true;
    }

    private static byte[] Mutate(byte[] message, IEnumerable<(int Position, int Byte)> flips)
    {
        foreach ((int position, int replacement) in flips)
        {
            if (message.Length > 0)
            {
                message[position % message.Length] = (byte)replacement;
            }
        }

        return message;
    }

    private sealed class DamagedContent : MessageContent
    {
        public override long Length => 10;

        public override ReadOnlyMemory<byte> Structure => default;

        public override ValueTask<int> ReadAsync(
            long offset, Memory<byte> buffer, CancellationToken cancellationToken) =>
            throw MailException.Of(MailError.StoreFailed);
    }
}
