using System.Globalization;
using System.Text.RegularExpressions;
using MailAdmin.Diagnostics;
using MailAdmin.Diagnostics.Connection;
using MailAdmin.Diagnostics.Texts;
using MailAdmin.Texts;

namespace MailAdmin.Tests.Diagnostics;

public sealed partial class LanguageTests
{
    private static readonly TextCatalogue English = DiagnosisTexts.For(CultureInfo.GetCultureInfo("en-US"));
    private static readonly TextCatalogue Japanese = DiagnosisTexts.For(CultureInfo.GetCultureInfo("ja-JP"));

    [Fact]
    public void Both_languages_have_the_same_texts()
    {
        Assert.Equal(English.Keys.Order(), Japanese.Keys.Order());
    }

    [Fact]
    public void Each_text_has_the_same_parts_and_the_same_values_in_both_languages()
    {
        Assert.All(English.Keys, key => Assert.Equal(Shape(English, key), Shape(Japanese, key)));
    }

    [Fact]
    public void Japanese_texts_are_Japanese()
    {
        // Names, such as SMTP, are the same in both.
        string[] sentences = [.. Japanese.Keys.Where(key => Find(Japanese, key).Explanation.Length > 0)];

        Assert.All(sentences, key => Assert.Matches(
            @"\p{IsHiragana}|\p{IsKatakana}|\p{IsCJKUnifiedIdeographs}", Find(Japanese, key).Message));
    }

    // The message that Test-MailRoundTrip has left behind is its own.
    [Fact]
    public void No_suggestion_makes_anybody_lose_mail()
    {
        Assert.All(English.Keys.Except(["MessageLeft"]), key =>
        {
            Assert.DoesNotMatch(
                @"(?i)\bdelete\b|\bempty the trash\b|\bdiscard\b|remove (the |its |their )?(mail|message)|"
                    + @"\bRemove-Mail(?!LogonBlock)|-Recurse|Optimize-",
                Find(English, key).Suggestion);
            Assert.DoesNotMatch("(メール|メッセージ)を削除|ごみ箱|破棄", Find(Japanese, key).Suggestion);
        });
    }

    [Theory]
    [InlineData("en-US", "A POP3 server answers at port")]
    [InlineData("ja-JP", "で応答したのは POP3 サーバーで、IMAP ではありません。")]
    public async Task A_result_is_in_the_language_that_was_asked_for_and_its_code_is_not(string culture, string words)
    {
        await using FaultServer server = FaultServer.Saying("+OK ready\r\n"u8.ToArray());
        ConnectionTestRequest request = Diagnosis.Request(MailProtocol.Imap, server.Port, TlsMode.StartTls);

        IReadOnlyList<MailTestResult> results =
            await (request with { Culture = CultureInfo.GetCultureInfo(culture) }).RunAsync();

        MailTestResult cause = RootCauseRule.Find(results)!;
        Assert.Equal("WrongProtocol", cause.Code);
        Assert.Contains(words, cause.Message, StringComparison.Ordinal);
        Assert.All(results, result => Assert.DoesNotContain('?', result.Message));
    }

    private static string Shape(TextCatalogue texts, string key)
    {
        TextEntry text = Find(texts, key);
        string[] parts = [text.Message, text.Explanation, text.Suggestion];
        return key + ": " + string.Join(" | ", parts.Select(part =>
            part.Length == 0
                ? "none"
                : string.Join(' ', Placeholder().Matches(part).Select(match => match.Value).Distinct().Order())));
    }

    private static TextEntry Find(TextCatalogue texts, string key)
    {
        string[] parts = key.Split('.', 2);
        return parts.Length == 1 ? texts.Find(key) : texts.Find(parts[0], parts[1]);
    }

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Placeholder();
}
