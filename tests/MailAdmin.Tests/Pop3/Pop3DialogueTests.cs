using MailAdmin.Protocols.Pop3;
using MailAdmin.Tests.Dialogues;
using Microsoft.Extensions.Logging.Abstractions;

namespace MailAdmin.Tests.Pop3;

public sealed class Pop3DialogueTests
{
    private static readonly DialogueProtocol Pop3 = new(
        "Pop3",
        MailProtocol.Pop3,
        () => new Pop3SessionHandler(NullLogger<Pop3SessionHandler>.Instance),
        (account, password) => ["S: +OK *", $"C: USER {account}", "S: +OK *", $"C: PASS {password}", "S: +OK *"],
        HasLiterals: false);

    public static IEnumerable<TheoryDataRow<string, PlayMode>> Rows() => Pop3.Rows();

    [Theory]
    [MemberData(nameof(Rows))]
    public Task Dialogue(string name, PlayMode mode) => Pop3.PlayAsync(name, mode);

    [Fact]
    public void Every_command_is_shown_to_succeed_and_to_be_refused()
    {
        IReadOnlyDictionary<string, string> outcomes = DialogueCoverage.Read("Pop3", line => line[0]);

        Assert.All(Pop3CommandTable.Commands.Rows, command =>
        {
            string outcome = outcomes.GetValueOrDefault(command.Verb, "");
            bool neverSucceeds = command.Verb == "APOP";
            Assert.True(
                (outcome.Contains('+') || neverSucceeds) && outcome.Contains('-'), $"{command.Verb}: {outcome}");
        });
    }
}
