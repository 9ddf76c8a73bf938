using System.Globalization;
using System.Text.Json;
using Xunit;

namespace MailAdmin.Tests.Model;

public sealed class MailSizeTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("1024", 1024)]
    [InlineData("1KB", 1024)]
    [InlineData("2 GB", 2L << 30)]
    [InlineData(" 500 mb ", 500L << 20)]
    [InlineData("1.5MB", 1_572_864)]
    [InlineData("3T", 3L << 40)]
    [InlineData("10 GiB", 10L << 30)]
    [InlineData("1kib", 1024)]
    [InlineData("2TiB", 2L << 40)]
    [InlineData("unlimited", long.MaxValue)]
    public void A_size_is_read_with_its_unit(string text, long bytes)
    {
        Assert.Equal(bytes, MailSize.Parse(text).Bytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("GB")]
    [InlineData("-1")]
    [InlineData("2 XB")]
    [InlineData("1.2.3")]
    [InlineData("1,5 GB")]
    [InlineData("1 BiB")]
    [InlineData("1 iB")]
    [InlineData("99999999999 TB")]
    [InlineData("9223372036854775807")]
    [InlineData("1 GB extra")]
    public void What_is_not_a_size_is_refused_and_named(string text)
    {
        MailException exception = Assert.Throws<MailException>(() => MailSize.Parse(text));

        Assert.Equal(MailError.InvalidSize, exception.Error);
        Assert.Equal(text, exception.Target);
        Assert.Contains($"'{text}'", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1024, "1 KB")]
    [InlineData(1536, "1.5 KB")]
    [InlineData(1_048_575, "1 MB")]
    [InlineData(2L << 30, "2 GB")]
    [InlineData(123L << 20, "123 MB")]
    [InlineData(long.MaxValue, "Unlimited")]
    public void A_size_prints_for_people(long bytes, string text)
    {
        Assert.Equal(text, new MailSize(bytes).ToString(null, CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1, "1 B")]
    [InlineData(1_234_567_890, "1234567890 B")]
    [InlineData(1536L << 20, "1536 MB")]
    [InlineData(2L << 30, "2 GB")]
    [InlineData(5000L << 40, "5000 TB")]
    [InlineData(long.MaxValue, "Unlimited")]
    public void The_text_of_a_size_is_exact_and_reads_back(long bytes, string text)
    {
        MailSize size = new(bytes);

        Assert.Equal(text, size.ToString());
        Assert.Equal(size, MailSize.Parse(size.ToString()));
    }

    [Fact]
    public void A_size_is_divided_and_multiplied()
    {
        MailSize size = 3L << 30;

        Assert.Equal(3.0, size / (1 << 30));
        Assert.Equal(1.5, size / new MailSize(2L << 30));
        Assert.Equal(new MailSize(3L << 29), size * 0.5);
        Assert.Equal(double.PositiveInfinity, MailSize.Unlimited / (1 << 30));
        Assert.True((size * 1e12).IsUnlimited);
        Assert.True((MailSize.Unlimited * 0.5).IsUnlimited);
        Assert.Throws<MailException>(() => size * -1);
        Assert.Throws<MailException>(() => size * double.NaN);
    }

    [Fact]
    public void Unlimited_sorts_last_and_stays_unlimited()
    {
        MailSize[] sizes = [MailSize.Unlimited, 5, 1L << 50];

        Assert.Equal([5, 1L << 50, MailSize.Unlimited], sizes.Order());
        Assert.True((MailSize.Unlimited - 1000).IsUnlimited);
        Assert.True((MailSize.Unlimited + MailSize.Unlimited).IsUnlimited);
        Assert.Equal(MailSize.Zero, (MailSize)5 - 7);
    }

    [Fact]
    public void A_size_compares_with_numbers_and_texts()
    {
        Assert.Equal(0, new MailSize(2048).CompareTo("2 KB"));
        Assert.True(new MailSize(2048).CompareTo(2047) > 0);
        Assert.True(new MailSize(2048).Equals(2048L));
    }

    [Fact]
    public void Json_has_the_exact_bytes()
    {
        MailSize size = new(123_456_789);

        Assert.Equal("123456789", JsonSerializer.Serialize(size));
        Assert.Equal(size, JsonSerializer.Deserialize<MailSize>("123456789"));
    }

    [Theory]
    [InlineData("de-DE", "1,5 GB", 1536L << 20)]
    [InlineData("de-DE", "1.5 GB", 1536L << 20)]
    [InlineData("fr-FR", "0,5 MiB", 512L << 10)]
    [InlineData("ja-JP", "1.5 GB", 1536L << 20)]
    public void A_decimal_comma_is_read_where_the_culture_has_one(string culture, string text, long bytes)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            Assert.Equal(bytes, MailSize.Parse(text).Bytes);
            Assert.False(MailSize.TryParse("1,5,0 GB", out _));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
