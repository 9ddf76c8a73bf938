using System.Globalization;
using System.Text.Json;
using MailAdmin.Texts;

namespace MailAdmin.Tests.Texts;

public sealed class MailExceptionTests
{
    private const string Text = "The account 'ann@example.test' does not exist.";

    [Fact]
    public void An_error_is_put_into_words_in_the_language_of_its_reader()
    {
        MailException error = MailException.Of(MailError.AccountNotFound, EmailAddress.Parse("ann@example.test"));

        Assert.Equal(Text, In("en-US", () => error.Message));
        Assert.Equal("アカウント 'ann@example.test' は存在しません。", In("ja-JP", () => error.Message));
        Assert.Equal("Run Get-MailAccount to list the accounts.", In("de-DE", () => error.RecommendedAction));
        Assert.Equal("Get-MailAccount でアカウントの一覧を確認してください。", In("ja-JP", () => error.RecommendedAction));
        Assert.Equal((MailError.AccountNotFound, "", "ann@example.test"), (error.Error, error.Variant, error.Target));
    }

    [Fact]
    public void A_log_is_in_English_and_names_the_cause()
    {
        MailException error = MailException.Of(
            MailError.AccountNotFound, new IOException("broken"), "ann@example.test");

        string logged = In("ja-JP", error.ToString);

        Assert.Contains(Text, logged, StringComparison.Ordinal);
        Assert.Contains("broken", logged, StringComparison.Ordinal);
        Assert.IsType<IOException>(error.InnerException);
    }

    [Fact]
    public void A_variant_has_its_own_message_and_the_general_action_where_it_has_none()
    {
        MailException error = MailException.Of(MailError.StoreUnavailable.As("Closing"), "/srv/mail");

        Assert.Equal("The store '/srv/mail' is closing.", In("en-US", () => error.Message));
        Assert.Equal("Run the command again in a few seconds.", In("en-US", () => error.RecommendedAction));
        Assert.Equal("Closing", error.Variant);
    }

    [Fact]
    public void A_reason_is_in_the_language_too()
    {
        MailException error = Assert.Throws<MailException>(() => EmailAddress.Parse("ann@exa_mple.test"));

        Assert.Equal(
            "The email address 'ann@exa_mple.test' is invalid: "
                + "in the domain after position 4, the character '_' at position 4 is not allowed.",
            In("en-US", () => error.Message));
        Assert.Equal(
            "メールアドレス 'ann@exa_mple.test' は正しくありません: 4 文字目より後のドメインについて、4 文字目の '_' は使えません。",
            In("ja-JP", () => error.Message));
    }

    [Fact]
    public void A_value_with_braces_is_not_read_again()
    {
        MailException error = MailException.Of(MailError.AccountNotFound, "{address}{error}");

        Assert.Equal("The account '{address}{error}' does not exist.", In("en-US", () => error.Message));
    }

    [Fact]
    public void Numbers_and_sizes_are_the_same_in_every_culture()
    {
        MailException error = MailException.Of(
            MailError.MessageLargerThanQuota, "ann@example.test", new MailSize(1_610_612_736), 1.5);

        Assert.Contains("1.5 GB", In("de-DE", () => error.Message), StringComparison.Ordinal);
        Assert.Contains("1.5.", In("de-DE", () => error.Message), StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_with_its_reasons_survives_its_way_to_another_process()
    {
        MailText text = MailText.Of(
            "InvalidAddress", "ann", MailText.Of("Reason.AddressDomain", 4, MailText.Of("Reason.EmptyLabel")));

        MailText read = JsonSerializer.Deserialize<MailText>(JsonSerializer.Serialize(text))!;

        Assert.Equal(text.In(CultureInfo.GetCultureInfo("ja")), read.In(CultureInfo.GetCultureInfo("ja")));
        Assert.Equal(
            """["InvalidAddress","ann",["Reason.AddressDomain","4",["Reason.EmptyLabel"]]]""", JsonSerializer.Serialize(read));
    }

    private static string In(string culture, Func<string> read)
    {
        CultureInfo before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            return read();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
