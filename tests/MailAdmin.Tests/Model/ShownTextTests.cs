namespace MailAdmin.Tests.Model;

public sealed class ShownTextTests
{
    [Theory]
    [InlineData("ann@example.test", "ann@example.test")]
    [InlineData("\u5c71\u7530 \ud83d\ude00 e\u0301", "\u5c71\u7530 \ud83d\ude00 e\u0301")]
    [InlineData("\u0646\u200c\u0647", "\u0646\u200c\u0647")]
    [InlineData("\u001b]0;x\u0007", "\\u001B]0;x\\u0007")]
    [InlineData("a\r\nb\0", "a\\u000D\\u000Ab\\u0000")]
    [InlineData("\u009b31m", "\\u009B31m")]
    [InlineData("gpj.\u202eexe", "gpj.\\u202Eexe")]
    [InlineData("\u2066\u2069\u200f\ufeff\u2028", "\\u2066\\u2069\\u200F\\uFEFF\\u2028")]
    public void What_a_terminal_obeys_or_hides_is_escaped(string text, string expected)
    {
        Assert.Equal(expected, ShownText.Of(text));
        Assert.Equal(text == expected, ShownText.IsPlain(text) || text.Any(char.IsSurrogate));
    }

    [Fact]
    public void Half_a_pair_is_escaped() => Assert.Equal("\\uD83D!", ShownText.Of("\ud83d!"));

    [Theory]
    [InlineData("Ann@Example.test", "ann@example.test")]
    [InlineData("\"Ann Example\"@example.test", "\"ann example\"@example.test")]
    [InlineData("\"ann\"@example.test", "ann@example.test")]
    [InlineData("\"a\\\"b\"@example.test", "\"a\\\"b\"@example.test")]
    public void A_quoted_local_part_is_shown_quoted(string typed, string shown) =>
        Assert.Equal(shown, EmailAddress.Parse(typed).ToCanonicalString());
}
