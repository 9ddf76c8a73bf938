using System.Text;
using MailAdmin.Protocols.Mime;

namespace MailAdmin.Tests.Mime;

/// <summary>From as the check of a submission reads it. RFC 5322 §3.4, §3.6.2, §4.4</summary>
public sealed class AuthorFieldTests
{
    [Theory]
    [InlineData("ann@example.test", "ann@example.test")]
    [InlineData(" Ann <ann@example.test> ", "ann@example.test")]
    [InlineData("Ann\r\n <ann@example.test>,\r\n\tBoss <boss@bank.test>\r\n", "ann@example.test boss@bank.test")]
    [InlineData("\"Boss\" <ann@example.test>", "ann@example.test")]
    [InlineData("\"boss@bank.test\" <ann@example.test>", "ann@example.test")]
    [InlineData("boss@bank.test <ann@example.test>", "ann@example.test")]
    [InlineData("\"a\\\"b, c@bank.test\" <ann@example.test>", "ann@example.test")]
    [InlineData("ann@example.test (boss@bank.test)", "ann@example.test")]
    [InlineData("(a (nested) comment) ann (x) @ (y) example . test", "ann@example.test")]
    [InlineData("=?utf-8?q?boss=40bank.test?= <ann@example.test>", "ann@example.test")]
    [InlineData("=?utf-8?q?a,b?= <ann@example.test>", "ann@example.test")]
    [InlineData("Team: ann@example.test, Boss <boss@bank.test>;", "ann@example.test boss@bank.test")]
    [InlineData("A: ann@example.test; B: boss@bank.test;", "ann@example.test boss@bank.test")]
    [InlineData("A: ann@example.test, B: boss@bank.test", "ann@example.test boss@bank.test")]
    [InlineData("<@relay.test:ann@example.test>", "ann@example.test")]
    [InlineData("ann@example.test,, ,boss@bank.test,", "ann@example.test boss@bank.test")]
    [InlineData("\"ann doe\"@example.test", "\"ann doe\"@example.test")]
    [InlineData("\"boss@bank.test\"@example.test", "\"boss@bank.test\"@example.test")]
    [InlineData("Grüße <ann@example.test>", "ann@example.test")]
    public void All_addresses_are_found(string value, string expected)
    {
        Assert.True(AuthorField.TryRead(Encoding.UTF8.GetBytes(value), out List<EmailAddress> authors));
        Assert.Equal(expected, string.Join(' ', authors.Select(author => author.ToMailboxString())));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nobody:;")]
    [InlineData("Ann")]
    [InlineData("undisclosed authors")]
    [InlineData("ann@example.test, Boss")]
    [InlineData("Boss <>, ann@example.test")]
    [InlineData("ann@[192.0.2.1]")]
    [InlineData("Ann <ann>")]
    [InlineData("=?utf-8?q?ann=40example.test?=")]
    public void What_is_not_an_address_is_refused(string value)
    {
        Assert.False(AuthorField.TryRead(Encoding.UTF8.GetBytes(value), out _));
    }

    [Fact]
    public void A_quote_in_a_local_part_is_not_read_as_one_around_it()
    {
        Assert.True(AuthorField.TryRead("\"\\\"ann\\\"\"@example.test"u8, out List<EmailAddress> authors));
        Assert.Equal("\"ann\"", Assert.Single(authors).LocalPart);
    }

    [Fact]
    public void A_list_that_is_longer_than_what_is_read_is_refused()
    {
        string list = string.Join(',', Enumerable.Repeat("a@b.test", 4_001));

        Assert.False(AuthorField.TryRead(Encoding.ASCII.GetBytes(list), out _));
        Assert.True(AuthorField.TryRead(Encoding.ASCII.GetBytes(list[..^"a@b.test,".Length]), out _));
    }

    [Theory]
    [InlineData("boss@bank.test <ann@example.test>")]
    [InlineData("Team: ann@example.test, \"x\\\"y\" <boss@bank.test>;, carl@example.test (Carl)")]
    [InlineData("ann @ example.test, \"boss@bank.test\"@example.test")]
    public async Task The_authors_are_those_of_the_envelope(string value)
    {
        (StructureView structure, _) = await StructureCheck.RunAsync(Encoding.UTF8.GetBytes($"From: {value}\r\n\r\n"));
        Assert.True(AuthorField.TryRead(Encoding.UTF8.GetBytes(value), out List<EmailAddress> authors));

        var envelope = (IReadOnlyList<object?>)ImapListReader.Read(structure.Envelope)!;
        var from = (IReadOnlyList<object?>)envelope[2]!;
        IEnumerable<string> shown = from.Cast<List<object?>>().Where(address => address[3] is not null)
            .Select(address => $"{address[2]}@{address[3]}");

        Assert.Equal(shown, authors.Select(author => $"{author.LocalPart}@{author.Domain}"));
    }
}
