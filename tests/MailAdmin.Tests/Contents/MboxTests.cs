using System.Text;
using MailAdmin.Server.Transfer.Files;
using MailAdmin.Tests.Server;

namespace MailAdmin.Tests.Contents;

public sealed class MboxTests
{
    private const string From = "From bob@example.test Sat Jan  3 01:05:34 2026\n";
    private const string Body = "From me\n>From you\n>>From us\nend\n";

    [Theory]
    [InlineData(MboxVariant.Mboxo, ">From me\n>From you\n>>From us\nend\n", "From me\nFrom you\n>>From us\nend\n")]
    [InlineData(MboxVariant.Mboxrd, ">From me\n>>From you\n>>>From us\nend\n", Body)]
    [InlineData(MboxVariant.Mboxcl, ">From me\n>>From us\nend\n", "From me\n>>From us\nend\n")]
    [InlineData(MboxVariant.Mboxcl2, Body, Body)]
    public void Each_variant_is_read_and_found_out(MboxVariant variant, string written, string expected)
    {
        bool hasLength = variant is MboxVariant.Mboxcl or MboxVariant.Mboxcl2;
        string length = hasLength ? $"Content-Length: {written.Length}\n" : "";
        string text = $"{From}Subject: one\n{length}\n{written}\n{From}Subject: two\n\nsecond\n";

        foreach (MboxVariant given in (MboxVariant[])[variant, MboxVariant.Auto])
        {
            List<string> messages = Read(text, given);

            // Without the variant mboxo is read as mboxrd, which differs in lines of several marks only.
            string one = given == MboxVariant.Auto && variant == MboxVariant.Mboxo
                ? expected.Replace(">>From", ">From", StringComparison.Ordinal)
                : expected;
            Assert.Equal([Crlf($"Subject: one\n\n{one}"), Crlf("Subject: two\n\nsecond\n")], messages);
        }
    }

    [Fact]
    public void A_length_that_leads_nowhere_does_not_count()
    {
        string text = $"{From}Subject: one\nContent-Length: 3\n\nlonger than that\n\n{From}Subject: two\n\nx\n";

        Assert.Equal(
            [Crlf("Subject: one\nContent-Length: 3\n\nlonger than that\n"), Crlf("Subject: two\n\nx\n")], Read(text));
    }

    [Fact]
    public void A_line_that_only_begins_with_the_word_begins_no_message()
    {
        string text = $"{From}Subject: one\n\nFrom here on, all is fine\n\nFrom Monday at 10:00 2026\nend\n";

        Assert.Equal([Crlf(text[From.Length..])], Read(text));
    }

    [Theory]
    [InlineData("From bob@x Sat Jan  3 01:05:34 2026", "2026-01-03T01:05:34Z")]
    [InlineData("From - Sat Jan 03 01:05:34 2026", "2026-01-03T01:05:34Z")]
    [InlineData("From bob@x Sat Jan  3 01:05 2026", "2026-01-03T01:05:00Z")]
    [InlineData("From bob@x Sat Jan  3 01:05:34 2026 +0900", "2026-01-02T16:05:34Z")]
    [InlineData("From bob@x Sat Jan  3 01:05:34 +0900 2026", "2026-01-02T16:05:34Z")]
    [InlineData("From a b <c> Sat Feb 28 23:59:59 GMT 2026", "2026-02-28T23:59:59Z")]
    [InlineData("From bob@x Sat Feb 30 01:05:34 2026", null)]
    [InlineData("From bob@x Sat Jan  3 25:05:34 2026", null)]
    [InlineData("From bob@x Sat Jan  3 01:05:34", null)]
    [InlineData("From ", null)]
    [InlineData("from bob@x Sat Jan  3 01:05:34 2026", null)]
    public void Dates_of_From_lines_are_read(string line, string? expected)
    {
        bool isRead = FromLine.TryRead(Encoding.ASCII.GetBytes(line), out DateTimeOffset date);

        Assert.Equal(expected is not null, isRead);
        Assert.True(expected is null || DateTimeOffset.Parse(expected, null) == date, $"{date}");
    }

    [Fact]
    public void What_mail_programs_keep_beside_the_message_is_no_part_of_it()
    {
        string text = $"{From}From: Mail System\nSubject: DON'T DELETE THIS MESSAGE -- FOLDER INTERNAL DATA\nX-IMAP: 1 2\n\nx\n\n"
            + $"{From}Status: RO\nSubject: one\nX-Status: AFTD\nX-Keywords: $Forwarded\n  Later\nX-UID: 7\n\nbody\n";
        List<SourceFacts> facts = [];

        Assert.Equal([Crlf("Subject: one\n\nbody\n")], Read(text, facts: facts));
        Assert.Equal(
            ["\\Seen", "\\Answered", "\\Flagged", "\\Draft", "\\Deleted", "$Forwarded", "Later"],
            Assert.Single(facts).Flags);
    }

    [Theory]
    [InlineData("Subject: no From_ line\n\nx\n")]
    [InlineData("\n\nFrom bob@x Sat Jan  3 01:05:34 2026\nSubject: x\n\n")]
    public void A_file_that_begins_otherwise_is_refused(string text) =>
        Assert.Equal(MailError.InvalidArgument, Assert.Throws<MailException>(() => Read(text)).Error);

    [Fact]
    public void Lines_longer_than_any_buffer_come_whole()
    {
        string line = new('>', 200_000);
        string text = $"{From}Subject: one\n\n>From a\n{line}From b\nend\n";

        Assert.Equal([Crlf($"Subject: one\n\nFrom a\n{line}From b\nend\n")], Read(text, MboxVariant.Mboxo));
    }

    private static string Crlf(string text) => text.Replace("\n", "\r\n", StringComparison.Ordinal);

    private static List<string> Read(
        string text, MboxVariant variant = MboxVariant.Auto, List<SourceFacts>? facts = null)
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "mbox");
        File.WriteAllText(path, text);
        List<string> messages = [];
        foreach (SourceMessage message in MboxReader.Read(path, variant))
        {
            using MessageBody body = new(message.Place, MailSize.Unlimited);
            SourceFacts read = message.Read(body);
            body.Complete();
            facts?.Add(read);
            messages.Add(Encoding.ASCII.GetString(body.Read(0, int.MaxValue)));
        }

        return messages;
    }
}
