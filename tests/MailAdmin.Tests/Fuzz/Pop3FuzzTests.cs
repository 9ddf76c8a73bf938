namespace MailAdmin.Tests.Fuzz;

public sealed class Pop3FuzzTests
{
    [Fact]
    public Task POP3_answers_whatever_comes() => new FuzzRun(
        MailProtocol.Pop3, grammar => new Pop3Grammar(grammar).Session(), ReplyCheck.Pop3).RunAsync();
}
