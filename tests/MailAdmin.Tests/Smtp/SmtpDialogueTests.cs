using System.Text;
using MailAdmin.Protocols.Smtp;
using MailAdmin.Tests.Dialogues;
using Microsoft.Extensions.Logging.Abstractions;

namespace MailAdmin.Tests.Smtp;

public sealed class SmtpDialogueTests
{
    private static readonly DialogueProtocol Smtp = new(
        "Smtp",
        MailProtocol.Smtp,
        () => new SmtpSessionHandler(NullLogger<SmtpSessionHandler>.Instance),
        (account, password) =>
        [
            "S: 220 *",
            "C: HELO client.example",
            "S: 250 *",
            $"C: AUTH PLAIN {Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{account}\0{password}"))}",
            "S: 235 *",
        ],
        HasLiterals: false);

    public static IEnumerable<TheoryDataRow<string, PlayMode>> Rows() => Smtp.Rows();

    [Theory]
    [MemberData(nameof(Rows))]
    public Task Dialogue(string name, PlayMode mode) => Smtp.PlayAsync(name, mode);

    [Fact]
    public void Every_command_is_shown_to_succeed_and_to_be_refused()
    {
        IReadOnlyDictionary<string, string> outcomes =
            DialogueCoverage.Read("Smtp", line => line[0] is '2' or '3' ? '+' : '-');

        Assert.All(SmtpCommandTable.Commands.Rows, command =>
        {
            string outcome = outcomes.GetValueOrDefault(command.Verb, "");
            bool neverSucceeds = command.Handler == MailAdmin.Protocols.Smtp.Commands.RefusedCommand.ExecuteAsync;
            bool neverFails = command.Verb is "NOOP" or "HELP";
            Assert.True(
                (outcome.Contains('+') || neverSucceeds) && (outcome.Contains('-') || neverFails),
                $"{command.Verb}: {outcome}");
        });
    }
}
