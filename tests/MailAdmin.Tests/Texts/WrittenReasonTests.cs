using System.Globalization;
using MailAdmin.Texts;

namespace MailAdmin.Tests.Texts;

public sealed class WrittenReasonTests
{
    private static readonly CultureInfo Japanese = CultureInfo.GetCultureInfo("ja-JP");
    private static readonly TextCatalogue Catalogue = MailText.Languages.For(CultureInfo.InvariantCulture);

    public static TheoryData<string> Keys =>
        [.. Catalogue.Keys.Where(key => key.StartsWith("Written.", StringComparison.Ordinal)).Order()];

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_reason_that_was_written_is_recognised_with_its_values(string key)
    {
        object?[] values = [.. Catalogue.Find(key).Values.Select(name => $"<{name} 1.2>")];
        string last = key == "Written.About" ? WrittenReason.Of("Written.Closed") : "";
        values = last.Length > 0 ? [values[0], last] : values;

        string written = WrittenReason.Of(key, values);

        string japanese = last.Length > 0
            ? $"{values[0]}: {MailText.Of("Written.Closed").In(Japanese)}"
            : MailText.Of(key, values).In(Japanese);
        Assert.Equal(japanese, WrittenReason.In(written, Japanese));
        Assert.Equal(written, WrittenReason.In(written, CultureInfo.GetCultureInfo("de-DE")));
        Assert.Equal(written, WrittenReason.Read(written).In(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_reason_within_a_reason_is_in_the_language_too()
    {
        string dns = WrittenReason.Of("Written.About", "a.test MX", WrittenReason.Of("Written.DnsTimeout"));
        string route = WrittenReason.Of("Written.DnsUnanswered", dns);
        string written = WrittenReason.Of("Written.ExpiredAfter", "2026-01-02 03:04", route);

        Assert.Equal(
            "It could not be delivered until 2026-01-02 03:04 UTC. The DNS could not be asked: a.test MX: "
                + "no name server answered in time",
            written);
        Assert.Equal(
            "2026-01-02 03:04 (UTC) までに配信できませんでした。DNS に問い合わせできませんでした: a.test MX: "
                + "時間内に応答した DNS サーバーがありません",
            WrittenReason.In(written, Japanese));
    }

    [Fact]
    public void What_the_store_could_not_read_is_in_the_language_too()
    {
        MailException damaged = MailException.Of(MailError.StoreFailed.As("Damaged"), "large/1");
        string written = WrittenReason.Of("Written.Unreadable", damaged.Text.In(CultureInfo.InvariantCulture));

        Assert.Equal(
            $"メッセージを読み取れません: {damaged.Text.In(Japanese)}", WrittenReason.In(written, Japanese));
    }

    [Theory]
    [InlineData("550 5.1.1 No such user: ann")]
    [InlineData("")]
    [InlineData("mx.example: 421 4.3.2 later")]
    [InlineData("The server closed the connection, said the server")]
    public void What_another_server_said_stays_as_it_is(string reply)
    {
        Assert.Equal(reply, WrittenReason.In(reply, Japanese));
    }

    [Fact]
    public void A_hostile_text_is_read_in_time()
    {
        string text = string.Concat(Enumerable.Repeat("It could not be delivered until ", 2_000));

        Assert.Equal(text, WrittenReason.In(text, Japanese));
    }
}
