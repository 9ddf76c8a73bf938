namespace MailAdmin.Tests.Fuzz;

public sealed class ImapFuzzTests
{
    [Fact]
    public Task IMAP_answers_whatever_comes() => new FuzzRun(
        MailProtocol.Imap, grammar => new ImapGrammar(grammar).Session(), ReplyCheck.Imap).RunAsync();
}
