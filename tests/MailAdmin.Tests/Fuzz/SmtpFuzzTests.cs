namespace MailAdmin.Tests.Fuzz;

public sealed class SmtpFuzzTests
{
    [Fact]
    public Task SMTP_answers_whatever_comes() => new FuzzRun(
        MailProtocol.Smtp, grammar => new SmtpGrammar(grammar).Session(), ReplyCheck.Smtp).RunAsync();
}
