using System.Globalization;
using System.Text.RegularExpressions;
using MailAdmin.Texts;

namespace MailAdmin.Tests.Texts;

public sealed partial class CatalogueTests
{
    private static readonly TextCatalogue English = MailText.Languages.For(CultureInfo.InvariantCulture);
    private static readonly TextCatalogue Japanese = MailText.Languages.For(CultureInfo.GetCultureInfo("ja-JP"));

    public static TheoryData<string> Keys => [.. English.Keys.Order(StringComparer.Ordinal)];

    [Fact]
    public void Both_languages_have_the_same_texts()
    {
        Assert.Equal(English.Keys.Order(StringComparer.Ordinal), Japanese.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_text_has_the_same_parts_and_values_in_both_languages(string key)
    {
        TextEntry english = English.Find(key);
        TextEntry japanese = Japanese.Find(key);

        Assert.Equal(english.Values, japanese.Values);
        Assert.Equal(Placeholders(english.Message), Placeholders(japanese.Message));
        Assert.Equal(Placeholders(english.Explanation), Placeholders(japanese.Explanation));
        Assert.Equal(Placeholders(english.Suggestion), Placeholders(japanese.Suggestion));
        Assert.Equal(
            (english.Explanation.Length > 0, english.Suggestion.Length > 0), (
                japanese.Explanation.Length > 0, japanese.Suggestion.Length > 0));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_text_names_the_values_that_it_is_given(string key)
    {
        TextEntry entry = English.Find(key);
        string suggestion = entry.Suggestion.Length > 0
            ? entry.Suggestion
            : English.TryFind(key.Split('.')[0])?.Suggestion ?? "";

        Assert.Equal(
            entry.Values.Order(StringComparer.Ordinal), Placeholders(entry.Message + suggestion)
                .Distinct()
                .Order(StringComparer.Ordinal));
        Assert.Empty(Placeholders(entry.Explanation));
    }

    [Fact]
    public void Every_error_says_what_happened_what_it_means_and_what_to_do()
    {
        Assert.All(Enum.GetNames<MailError>(), error =>
        {
            TextEntry? entry = English.TryFind(error);
            Assert.NotNull(entry);
            Assert.All([entry.Message, entry.Explanation, entry.Suggestion], Assert.NotEmpty);
        });
    }

    [Fact]
    public void One_fact_has_one_wording()
    {
        Assert.All([English, Japanese], catalogue => Assert.Empty(catalogue.Keys
            .GroupBy(key => catalogue.Find(key).Message, StringComparer.OrdinalIgnoreCase)
            .Where(same => same.Count() > 1)
            .Select(same => string.Join(" = ", same))));
    }

    // A reason of the platform comes with its own full stop, and a command has none.
    [Fact]
    public void Texts_are_sentences_but_for_the_parts_of_others()
    {
        foreach ((TextCatalogue catalogue, char stop) in new[] { (English, '.'), (Japanese, '。') })
        {
            foreach (string key in catalogue.Keys)
            {
                TextEntry entry = catalogue.Find(key);
                if (key.StartsWith("Written.", StringComparison.Ordinal))
                {
                    // Also parts of reports, whose sentences end as those of other servers do.
                    continue;
                }

                if (key.Split('.')[0] is "Reason" or "Action" or "Target" or "Progress" or "Heading")
                {
                    Assert.False(entry.Message.EndsWith(stop), key);
                    continue;
                }

                Assert.True(
                    entry.Message.EndsWith(stop)
                        || entry.Message.EndsWith('?')
                        || entry.Message.EndsWith(": {reason}", StringComparison.Ordinal),
                    key);
                Assert.True(entry.Explanation.Length == 0 || entry.Explanation.EndsWith(stop), key);
                Assert.True(
                    entry.Suggestion.Length == 0
                        || entry.Suggestion.EndsWith(stop)
                        || Command().IsMatch(entry.Suggestion),
                    key);
            }
        }
    }

    [Fact]
    public void Japanese_texts_are_Japanese()
    {
        Assert.All(
            Japanese.Keys.Where(key => Placeholder().Replace(English.Find(key).Message, "").Any(char.IsLetter)),
            key =>
                Assert.Matches(
                    @"\p{IsHiragana}|\p{IsKatakana}|\p{IsCJKUnifiedIdeographs}", Japanese.Find(key).Message));
    }

    [Fact]
    public void No_recommended_action_removes_mail_or_addresses()
    {
        Assert.All(
            English.Keys,
            key =>
                Assert.DoesNotMatch(@"(?i)\bRemove-Mail(?!LogonBlock)|\bOptimize-|\bdelete |-Recurse", English.Find(key).Suggestion));
    }

    private static IEnumerable<string> Placeholders(string text) =>
        Placeholder().Matches(text).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@": [A-Za-z]+[-\w]* [^:]*$")]
    private static partial Regex Command();
}
