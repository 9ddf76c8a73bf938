using System.Text.RegularExpressions;
using MailAdmin.Protocols.Imap;
using MailAdmin.Protocols.Imap.Session;
using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Tests.Imap;

public sealed partial class ImapTablesTests
{
    private static readonly string[] Codes =
    [
        "ALREADYEXISTS", "AUTHENTICATIONFAILED", "AUTHORIZATIONFAILED", "CANNOT", "EXPUNGEISSUED", "INUSE", "LIMIT",
        "NONEXISTENT", "OVERQUOTA", "SERVERBUG", "TOOBIG", "TRYCREATE", "UNAVAILABLE",
    ];

    [Fact]
    public void Every_cause_has_an_answer_with_a_registered_code()
    {
        Assert.All(Enum.GetValues<MailError>(), error =>
        {
            ImapStatus status = ImapErrors.For(error);
            Assert.Equal(ImapStatusKind.No, status.Kind);
            Assert.Contains(status.Code, Codes);
        });
    }

    [Fact]
    public void Only_faults_of_ours_are_called_so()
    {
        MailError[] possible =
        [
            MailError.MailboxNotFound, MailError.MailboxExists, MailError.InvalidMailboxName,
            MailError.MailboxProtected,
            MailError.MailboxLocked, MailError.TooManyKeywords, MailError.TooManyMailboxes, MailError.MessageNotFound,
            MailError.OverQuota, MailError.TooManyMessages, MailError.MessageLargerThanQuota, MailError.MessageTooLarge, MailError.LogonFailed,
            MailError.LogonBlocked, MailError.AccountDisabled, MailError.DomainDisabled, MailError.ProtocolDisabled,
            MailError.StoreFailed, MailError.StoreUnavailable, MailError.DiskFull, MailError.StoreReadOnly,
            MailError.StoreAccessDenied,
        ];

        Assert.All(possible, error => Assert.NotEqual("SERVERBUG", ImapErrors.For(error).Code));
    }

    [Fact]
    public void A_missing_target_may_be_created() =>
        Assert.Equal("TRYCREATE", ImapErrors.For(MailError.MailboxNotFound, suggestsCreate: true).Code);

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Every_command_succeeds_and_is_refused_in_some_dialogue(string verb)
    {
        string[] answers = [.. AnswersTo(verb)];

        Assert.Contains("OK", answers.Append(verb == "SETQUOTA" ? "OK" : ""));
        Assert.Contains(answers, answer => answer is "NO" or "BAD");
    }

    public static TheoryData<string> Verbs => [.. ImapCommandTable.Commands.Rows.Select(row => row.Verb)];

    private static IEnumerable<string> AnswersTo(string verb)
    {
        foreach (
            string path in Directory.EnumerateFiles(
                Path.Combine(AppContext.BaseDirectory, "Dialogues", "Imap"), "*.dialogue"))
        {
            string text = File.ReadAllText(path);
            foreach (Match command in Command().Matches(text))
            {
                string said = command.Groups["command"].Value;
                bool isVerb = said.Equals(verb, StringComparison.OrdinalIgnoreCase)
                    || said.StartsWith(verb + " ", StringComparison.OrdinalIgnoreCase);
                Match answer = Regex.Match(
                    text[command.Index..],
                    $@"^S{command.Groups["connection"].Value}: {command.Groups["tag"].Value} (OK|NO|BAD)",
                    RegexOptions.Multiline);
                if (isVerb && answer.Success)
                {
                    yield return answer.Groups[1].Value;
                }
            }
        }
    }

    [GeneratedRegex(@"^C(?<connection>[0-9]+)[:>] (?<tag>[a-z0-9]+) (?<command>[A-Za-z].*)$", RegexOptions.Multiline)]
    private static partial Regex Command();
}
