using System.Text;
using MailAdmin.Protocols.Mime;
using MailAdmin.Tests.Messages;

namespace MailAdmin.Tests.Mime;

/// <summary>ENVELOPE of headers that are as they should be, and of others. RFC 9051 §7.5.2</summary>
public sealed class EnvelopeTests
{
    private const int From = 2;
    private const int Sender = 3;
    private const int ReplyTo = 4;
    private const int To = 5;
    private const int Cc = 6;
    private const int Bcc = 7;

    [Fact]
    public async Task Absent_fields_are_NIL_and_empty_ones_are_empty_strings()
    {
        Assert.Equal("(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)", await EnvelopeAsync("\r\nbody"));
        Assert.Equal(
            "(\"\" \"\" NIL NIL NIL NIL NIL NIL \"\" \"\")",
            await EnvelopeAsync("Date:\r\nSubject: \r\nTo:\r\nIn-Reply-To:\r\nMessage-ID:\r\n\r\n"));
    }

    [Fact]
    public async Task An_absent_or_empty_Sender_or_Reply_To_is_that_of_From()
    {
        Assert.Equal(
            "(NIL NIL ((NIL NIL \"a\" \"b\")) ((NIL NIL \"a\" \"b\")) ((NIL NIL \"a\" \"b\")) NIL NIL NIL NIL NIL)",
            await EnvelopeAsync("From: a@b\r\nReply-To: ,\r\n\r\n"));
    }

    [Fact]
    public async Task Groups_have_a_beginning_and_an_end()
    {
        Assert.Equal(
            "(NIL NIL NIL NIL NIL ((NIL NIL \"All of us\" NIL)(NIL NIL \"a\" \"b\")(NIL NIL NIL NIL)(NIL NIL "
            + "\"c\" \"d\")"
            + "(NIL NIL \"none\" NIL)(NIL NIL NIL NIL)(NIL NIL \"open\" NIL)(NIL NIL \"e\" \"f\")(NIL NIL NIL "
            + "NIL)) NIL NIL NIL NIL)",
            await EnvelopeAsync("To: All of us: a@b;, c@d, none:;, open: e@f\r\n\r\n"));
    }

    [Fact]
    public async Task Encoded_words_stay_as_they_are()
    {
        Assert.Equal(
            "(NIL \"=?UTF-8?Q?Gr=C3=BC=C3=9Fe?=\" ((\"=?UTF-8?Q?Doe,_J?=\" NIL \"j\" \"d\")) "
            + "((\"=?UTF-8?Q?Doe,_J?=\" NIL \"j\" \"d\")) "
            + "((\"=?UTF-8?Q?Doe,_J?=\" NIL \"j\" \"d\")) NIL NIL NIL NIL NIL)",
            await EnvelopeAsync("Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=\r\nFrom: =?UTF-8?Q?Doe,_J?= <j@d>\r\n\r\n"));
    }

    [Fact]
    public async Task Raw_octets_are_literals()
    {
        Assert.Equal(
            "(NIL {5}\r\ncaf\u00e9! NIL NIL NIL NIL NIL NIL NIL NIL)",
            await EnvelopeAsync("Subject: caf\u00e9!\r\n\r\n"));
    }

    [Fact]
    public async Task Quotes_and_backslashes_are_escaped()
    {
        Assert.Equal(
            "(NIL \"a \\\"b\\\" \\\\c\" NIL NIL NIL NIL NIL NIL NIL NIL)",
            await EnvelopeAsync("Subject: a \"b\" \\c\r\n\r\n"));
    }

    [Fact]
    public async Task Folded_fields_are_unfolded()
    {
        Assert.Equal(
            "(NIL \"a \tb c\" NIL NIL NIL NIL NIL NIL NIL NIL)",
            await EnvelopeAsync("Subject:\r\n a\r\n \tb\n c\r\n \r\n\r\n"));
    }

    [Fact]
    public async Task Addresses_of_several_fields_are_listed_together()
    {
        Assert.Equal(["|a@b", "|c@d"], await AddressesAsync("To: a@b\r\nTo: c@d\r\n\r\n", To));
    }

    [Theory]
    [InlineData("a@b", "|a@b")]
    [InlineData("a@b (A B)", "A B|a@b")]
    [InlineData("<a@b> (A B)", "A B|a@b")]
    [InlineData("A B <a@b>", "A B|a@b")]
    [InlineData("A  (x)  B <a@b>", "A B|a@b")]
    [InlineData("\"A, \\\"B\\\"\" <a@b>", "A, \"B\"|a@b")]
    [InlineData("John Q. Public <a@b>", "John Q. Public|a@b")]
    [InlineData("a@b <a@b>", "a@b|a@b")]
    [InlineData("<@r,@s:a@b>", "|a@b")]
    [InlineData("\"a b\"@c", "|a b@c")]
    [InlineData("a . b @ c . d", "|a.b@c.d")]
    [InlineData("a@[127.0.0.1]", "|a@[127.0.0.1]")]
    [InlineData("a@[IPv6:::1], b@c", "|a@[IPv6:::1]", "|b@c")]
    [InlineData("postmaster", "|postmaster@")]
    [InlineData("undisclosed recipients", "undisclosed recipients|@")]
    [InlineData("a@b c@d", "|a@b", "|c@d")]
    [InlineData("a@b; c@d", "|a@b", "|c@d")]
    [InlineData("a@b,,c@d,", "|a@b", "|c@d")]
    [InlineData("\"A <a@b>", "A|a@b")]
    [InlineData("A <a@b", "A|a@b")]
    [InlineData("A <a@b, c@d", "A|a@b", "|c@d")]
    [InlineData("A <>", "A|@")]
    [InlineData("\"(\" \"b@c", "|( b@c")]
    [InlineData("\"(a@b\".\"b@c, d@e", "|(a@b.b@c", "|d@e")]
    [InlineData("<>")]
    [InlineData("(nobody)")]
    public async Task An_address_is_read(string field, params string[] expected)
    {
        Assert.Equal(expected, await AddressesAsync($"To: {field}\r\n\r\n", To));
    }

    [Fact]
    public async Task Odd_addresses_are_read()
    {
        string message = Encoding.UTF8.GetString(TestMessages.Get("odd-addresses").Bytes);

        Assert.Equal(["Doe, \"Joe\" J.|joe doe@example.test"], await AddressesAsync(message, From));
        Assert.Equal(["Doe, \"Joe\" J.|joe doe@example.test"], await AddressesAsync(message, Sender));
        Assert.Equal(["Doe, \"Joe\" J.|joe doe@example.test"], await AddressesAsync(message, ReplyTo));
        Assert.Equal(
            [
                "Bob (the builder) Example|bob@example.test", "|carol@example.test", "|dave@[192.0.2.1]",
                "John Q. Public|john@example.test", "|postmaster@", "Unclosed|eve@example.test",
            ],
            await AddressesAsync(message, To));
        Assert.Equal(
            ["frank@example.test|frank@example.test", "|grace@example.test"], await AddressesAsync(message, Cc));
        Assert.Equal(["Heidi|heidi@example.test"], await AddressesAsync(message, Bcc));
    }

    private static async Task<string> EnvelopeAsync(string message)
    {
        (StructureView structure, _) = await StructureCheck.RunAsync(Encoding.Latin1.GetBytes(message));
        return Encoding.Latin1.GetString(structure.Envelope.Span);
    }

    private static async Task<string[]> AddressesAsync(string message, int field)
    {
        (StructureView structure, _) = await StructureCheck.RunAsync(Encoding.Latin1.GetBytes(message));
        return EnvelopeText.Addresses(ImapListReader.Read(structure.Envelope), field);
    }
}
