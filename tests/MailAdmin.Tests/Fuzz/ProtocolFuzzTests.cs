namespace MailAdmin.Tests.Fuzz;

public sealed class ProtocolFuzzTests(ProtocolFuzzRuns runs) : IClassFixture<ProtocolFuzzRuns>
{
    [Theory]
    [InlineData(MailProtocol.Smtp)]
    [InlineData(MailProtocol.Submission)]
    [InlineData(MailProtocol.Pop3)]
    [InlineData(MailProtocol.Imap)]
    public async Task A_server_answers_whatever_comes(MailProtocol protocol) =>
        TestContext.Current.TestOutputHelper!.WriteLine(await runs.FindAsync(protocol));
}
