using MailAdmin.Protocols.Pop3;
using MailAdmin.Protocols.Pop3.Session;
using MailAdmin.Protocols.Pop3.Syntax;

namespace MailAdmin.Tests.Pop3;

public sealed class Pop3TablesTests
{
    [Fact]
    public void Every_cause_has_a_reply()
    {
        Assert.All(
            Enum.GetValues<MailError>(),
            error => Assert.StartsWith("-ERR ", Pop3Errors.For(error).ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("retr", "RETR")]
    [InlineData("ReTr", "RETR")]
    [InlineData("RETRX", null)]
    [InlineData("", null)]
    public void A_verb_is_found_in_any_case(string text, string? verb)
    {
        Assert.Equal(verb, Pop3CommandTable.Commands.Find(System.Text.Encoding.ASCII.GetBytes(text))?.Verb);
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("1 ", 1)]
    [InlineData("2147483647", int.MaxValue)]
    [InlineData("0", -1)]
    [InlineData("-1", -1)]
    [InlineData("+1", -1)]
    [InlineData("1x", -1)]
    [InlineData("2147483648", -1)]
    [InlineData("", -1)]
    public void A_message_number_is_digits_that_fit(string text, int number)
    {
        Pop3Arguments arguments = new(System.Text.Encoding.ASCII.GetBytes(text));

        bool read = arguments.TryReadNumber(1, out int value);

        Assert.Equal(number, read && arguments.AtEnd ? value : -1);
    }
}
