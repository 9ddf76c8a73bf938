using MailAdmin.Protocols.Imap;
using MailAdmin.Tests.Dialogues;
using Microsoft.Extensions.Logging.Abstractions;

namespace MailAdmin.Tests.Imap;

public sealed class ImapDialogueTests
{
    private static readonly DialogueProtocol Imap = new(
        "Imap",
        MailProtocol.Imap,
        () => new ImapSessionHandler(NullLogger<ImapSessionHandler>.Instance),
        (account, password) => ["S: * OK *", $"C: login LOGIN {account} {password}", "S: login OK *"],
        HasLiterals: true);

    public static IEnumerable<TheoryDataRow<string, PlayMode>> Rows() => Imap.Rows();

    [Theory]
    [MemberData(nameof(Rows))]
    public Task Dialogue(string name, PlayMode mode) => Imap.PlayAsync(name, mode);
}
