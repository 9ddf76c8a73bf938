namespace MailAdmin.Tests.Fuzz;

public sealed class SubmissionFuzzTests
{
    [Fact]
    public Task Submission_answers_whatever_comes() => new FuzzRun(
        MailProtocol.Submission, grammar => new SmtpGrammar(grammar).Session(), ReplyCheck.Smtp).RunAsync();
}
