namespace MailAdmin.Tests.Dialogues;

public sealed class DialogueHarnessTests
{
    [Theory]
    [InlineData("a OK *", "a OK", true)]
    [InlineData("a OK *", "a OK done", true)]
    [InlineData("a OK *", "a OKAY", false)]
    [InlineData("250-SIZE*", "250-SIZE 10", true)]
    [InlineData("* [UIDVALIDITY $v] and $v", "* [UIDVALIDITY 12] and 12", true)]
    [InlineData("* [UIDVALIDITY $v] and $v", "* [UIDVALIDITY 12] and 13", false)]
    [InlineData("FLAGS ($Forwarded) $$x", "FLAGS ($Forwarded) $x", true)]
    [InlineData("a ${rest}!", "a b c!", true)]
    [InlineData("one.two", "one-two", false)]
    public void A_pattern_matches_what_it_says(string pattern, string text, bool matches)
    {
        Assert.Equal(matches, new DialoguePattern().Matches(pattern, text));
    }

    [Fact]
    public void A_capture_is_kept_for_later_lines()
    {
        DialoguePattern pattern = new();

        Assert.True(pattern.Matches("+OK $stamp", "+OK <1@x>"));

        Assert.Equal("APOP <1@x>", pattern.Substitute("APOP $stamp"));
        Assert.False(pattern.Matches("+OK $stamp", "+OK <2@x>"));
    }
}
