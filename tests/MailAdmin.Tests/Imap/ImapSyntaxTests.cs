using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Imap.Syntax;
using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Tests.Imap;

public sealed class ImapSyntaxTests
{
    [Theory]
    [InlineData("atom rest", "atom")]
    [InlineData("a]b", "a]b")]
    [InlineData("\"quoted \\\\ \\\" text\"", "quoted \\ \" text")]
    [InlineData("\"\"", "")]
    [InlineData("{3}\r\nabcd", "abc")]
    [InlineData("{3+}\r\na\"\r", "a\"\r")]
    [InlineData("{0}\r\n", "")]
    [InlineData("\"open", null)]
    [InlineData("\"bad \\escape\"", null)]
    [InlineData("\"line\r\nbreak\"", null)]
    [InlineData("{4}\r\nabc", null)]
    [InlineData("{99999999999999999999}\r\na", null)]
    [InlineData("{3}abc", null)]
    [InlineData("(", null)]
    [InlineData("", null)]
    [InlineData("%", null)]
    public void An_astring_is_an_atom_a_quoted_string_or_a_literal(string text, string? value)
    {
        ImapReader reader = new(Encoding.Latin1.GetBytes(text));

        bool isRead = reader.TryReadAstring(out ReadOnlySpan<byte> read);

        Assert.Equal(value, isRead ? Encoding.Latin1.GetString(read) : null);
    }

    [Theory]
    [InlineData("1", 5, "1")]
    [InlineData("1:3,2:4", 5, "1:4")]
    [InlineData("4:2", 5, "2:4")]
    [InlineData("*", 5, "5")]
    [InlineData("3:*", 5, "3:5")]
    [InlineData("*:3", 5, "3:5")]
    [InlineData("7:*", 5, "5:7")]
    [InlineData("1,3,2", 5, "1:3")]
    [InlineData("5,1", 5, "1,5")]
    [InlineData("4294967295,4294967294", 5, "4294967294:4294967295")]
    [InlineData("1:*", 0, "")]
    [InlineData("0", 5, null)]
    [InlineData("1:", 5, null)]
    [InlineData("1,", 5, null)]
    [InlineData(",1", 5, null)]
    [InlineData("1:2:3", 5, null)]
    [InlineData("4294967296", 5, null)]
    public void A_set_becomes_ascending_ranges(string text, uint highest, string? ranges)
    {
        ImapReader reader = new(Encoding.ASCII.GetBytes(text));

        bool isRead = SequenceSet.TryRead(ref reader, out SequenceSet set) && reader.AtEnd;

        string Show(SequenceRange range) =>
            range.First == range.Last ? $"{range.First}" : $"{range.First}:{range.Last}";
        Assert.Equal(ranges, isRead ? string.Join(',', set.Resolve(highest).Select(Show)) : null);
    }

    [Fact]
    public void A_set_has_a_limit()
    {
        string text = string.Join(',', Enumerable.Range(1, SequenceSet.MaxRanges + 1).Select(i => i * 2));
        ImapReader reader = new(Encoding.ASCII.GetBytes(text));

        Assert.False(SequenceSet.TryRead(ref reader, out _));
    }

    [Theory]
    [InlineData("\"17-Jul-1996 02:44:25 -0700\"", "1996-07-17T02:44:25-07:00")]
    [InlineData("\" 1-jan-2026 00:00:00 +0000\"", "2026-01-01T00:00:00+00:00")]
    [InlineData("\"01-Jan-2026 00:00:60 +0530\"", "2026-01-01T00:00:59+05:30")]
    [InlineData("\"30-Feb-2026 00:00:00 +0000\"", null)]
    [InlineData("\"01-Jan-0000 00:00:00 +0000\"", null)]
    [InlineData("\"01-Jan-0001 00:00:00 +1400\"", null)]
    [InlineData("\"01-Jan-2026 24:00:00 +0000\"", null)]
    [InlineData("\"01-Jan-2026 00:00:00 +1500\"", null)]
    [InlineData("\"01-Jan-2026 00:00:00\"", null)]
    [InlineData("01-Jan-2026", null)]
    public void A_date_time_is_read(string text, string? moment)
    {
        ImapReader reader = new(Encoding.ASCII.GetBytes(text));

        bool isRead = reader.TryReadDateTime(out DateTimeOffset read) && reader.AtEnd;

        Assert.Equal(
            moment,
            isRead ? read.ToString("yyyy-MM-ddTHH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture) : null);
    }

    [Fact]
    public void A_date_time_is_written_as_it_is_read()
    {
        DateTimeOffset moment = new(2026, 3, 4, 5, 6, 7, TimeSpan.FromMinutes(-210));
        byte[] bytes = new byte[26];

        DateSyntax.WriteDateTime(bytes, moment);

        Assert.Equal(" 4-Mar-2026 05:06:07 -0330", Encoding.ASCII.GetString(bytes));
        ImapReader reader = new([(byte)'"', .. bytes, (byte)'"']);
        Assert.True(reader.TryReadDateTime(out DateTimeOffset read));
        Assert.Equal(moment, read);
    }

    [Theory]
    [InlineData("INBOX", "INBOX")]
    [InlineData("A&B", "A&-B")]
    [InlineData("Entwürfe", "Entw&APw-rfe")]
    [InlineData("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-")]
    [InlineData("😀", "&2D3eAA-")]
    public void Names_have_one_form_in_modified_utf_7(string name, string encoded)
    {
        Assert.Equal(encoded, ModifiedUtf7.Encode(name));
        Assert.True(ModifiedUtf7.TryDecode(Encoding.ASCII.GetBytes(encoded), out string? decoded));
        Assert.Equal(name, decoded);
    }

    [Theory]
    [InlineData("&")]
    [InlineData("&A")]
    [InlineData("&AEE-")]
    [InlineData("&APw-&APw-")]
    [InlineData("&2D0-")]
    [InlineData("&APz-")]
    [InlineData("&AP=-")]
    [InlineData("a&/-b")]
    public void Other_forms_are_refused(string text) =>
        Assert.False(ModifiedUtf7.TryDecode(Encoding.ASCII.GetBytes(text), out _));

    [Theory]
    [InlineData("*", "a/b", true)]
    [InlineData("%", "a", true)]
    [InlineData("%", "a/b", false)]
    [InlineData("%/%", "a/b", true)]
    [InlineData("a*b", "a/x/b", true)]
    [InlineData("a%b", "a/b", false)]
    [InlineData("*b%d", "abcbed", true)]
    [InlineData("inbox", "INBOX", true)]
    [InlineData("inbox/*", "INBOX/x", true)]
    [InlineData("a", "A", false)]
    [InlineData("", "a", false)]
    [InlineData("%%*", "", true)]
    public void A_pattern_fits(string pattern, string name, bool fits) =>
        Assert.Equal(fits, new MailboxPattern("", pattern).Matches(name));

    [Fact]
    public void A_hostile_pattern_takes_no_longer_than_the_product_of_the_lengths()
    {
        MailboxPattern pattern = new("", string.Concat(Enumerable.Repeat("*a%a", 200)) + "b");

        Assert.False(pattern.Matches(new string('a', 1_000)));
    }

    [Theory]
    [InlineData("(\\Seen $A b)", "Seen", "$A b")]
    [InlineData("()", "None", "")]
    [InlineData("\\seen \\DELETED", "Seen, Deleted", "")]
    [InlineData("(x X)", "None", "x")]
    [InlineData("(\\Recent)", null, "")]
    [InlineData("(\\Seen", null, "")]
    [InlineData("(a  b)", null, "")]
    public void Flags_are_read(string text, string? system, string keywords)
    {
        ImapReader reader = new(Encoding.ASCII.GetBytes(text));

        bool isRead = reader.TryReadFlagListOrFlags(out NamedFlags flags) && reader.AtEnd;

        Assert.Equal(system, isRead ? flags.System.ToString() : null);
        Assert.Equal(keywords, isRead ? string.Join(' ', flags.Keywords) : "");
    }

    [Theory]
    [InlineData(
        "(FLAGS BODY.PEEK[1.2.HEADER.FIELDS (From \"X y\")]<5.10> UID)",
        "Flags Section:BODY[1.2.HEADER.FIELDS (From \"X y\")]<5> Uid")]
    [InlineData("ALL", "Flags InternalDate Size Envelope")]
    [InlineData("body[]", "Section:BODY[]")]
    [InlineData("RFC822.TEXT", "Section:RFC822.TEXT")]
    [InlineData("(BODY BODYSTRUCTURE BODY[1.MIME])", "Body BodyStructure Section:BODY[1.MIME]")]
    [InlineData("BODY[MIME]", null)]
    [InlineData("BODY[0]", null)]
    [InlineData("BODY[1.2", null)]
    [InlineData("BODY[TEXT.1]", null)]
    [InlineData("BODYSTRUCTURE[]", null)]
    [InlineData("(ALL)", null)]
    [InlineData("BODY[HEADER.FIELDS (a\tb)]", null)]
    public void Fetch_items_are_read(string text, string? items)
    {
        ImapReader reader = new(Encoding.ASCII.GetBytes(text));

        bool isRead = reader.TryReadFetchPlan(out FetchPlan plan) && reader.AtEnd;

        string Show(FetchItem item) =>
            item.Section is null ? item.Kind.ToString() : $"{item.Kind}:{Encoding.ASCII.GetString(item.Section.Label)}";
        Assert.Equal(items, isRead ? string.Join(' ', plan.Items.Select(Show)) : null);
    }

    [Theory]
    [InlineData("a LOGIN {5}", 5, true)]
    [InlineData("a LOGIN {5+}", 5, false)]
    [InlineData("{0}", 0, true)]
    [InlineData("a {5", null, true)]
    [InlineData("a {x}", null, true)]
    [InlineData("a {5-}", null, true)]
    [InlineData("a {5} ", null, true)]
    [InlineData("", null, true)]
    public void A_literal_is_announced_at_the_end_of_a_line(string line, int? length, bool isSynchronizing)
    {
        PendingLiteral? literal = CommandReader.FindLiteral(Encoding.ASCII.GetBytes(line));

        Assert.Equal(length, (int?)literal?.Length);
        Assert.Equal(isSynchronizing, literal?.IsSynchronizing ?? true);
    }

    [Fact]
    public void Uids_are_written_as_ranges_in_their_order() =>
        Assert.Equal("3:5,9,1:2", UidSetText.Format([3u, 4, 5, 9, 1, 2]));
}
