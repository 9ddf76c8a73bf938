using System.Text.RegularExpressions;
using MailAdmin.Protocols.Smtp;
using MailAdmin.Protocols.Smtp.Syntax;

namespace MailAdmin.Tests.Smtp;

public sealed class SmtpTablesTests
{
    [Fact]
    public void Code_and_enhanced_code_agree()
    {
        Assert.All(
            Enum.GetValues<MailError>().Select(SmtpErrors.For),
            reply => Assert.StartsWith($"{reply.Code / 100}.", reply.Enhanced, StringComparison.Ordinal));
    }

    [Fact]
    public void A_reply_is_a_line_of_printable_ASCII()
    {
        Assert.All(
            Enum.GetValues<MailError>().Select(SmtpErrors.For),
            reply => Assert.Matches(new Regex("^[2-5][0-9]{2} [245]\\.[0-9]\\.[0-9]{1,2} [ -~]+$"), reply.ToString()));
    }

    [Fact]
    public void No_verb_occurs_twice()
    {
        Assert.Equal(
            SmtpCommandTable.Commands.Rows.Count,
            SmtpCommandTable.Commands.Rows.Select(command => command.Verb).Distinct().Count());
    }

    [Theory]
    [InlineData("mail", "MAIL")]
    [InlineData("MaIl", "MAIL")]
    [InlineData("MAILX", null)]
    [InlineData("", null)]
    [InlineData("AVERYLONGVERBTHATISNONE", null)]
    public void A_verb_is_found_in_any_case(string text, string? verb)
    {
        Assert.Equal(verb, SmtpCommandTable.Commands.Find(System.Text.Encoding.ASCII.GetBytes(text))?.Verb);
    }
}
