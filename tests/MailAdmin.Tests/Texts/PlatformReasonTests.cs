using System.Globalization;
using MailAdmin.Texts;

namespace MailAdmin.Tests.Texts;

public sealed class PlatformReasonTests
{
    private static readonly CultureInfo Japanese = CultureInfo.GetCultureInfo("ja-JP");

    public static TheoryData<string, Func<string, object>> Refusals => new()
    {
        { "ファイルが存在しません。", folder => File.ReadAllBytes(Path.Combine(folder, "none")) },
        { "フォルダーが存在しません。", folder => File.Create(Path.Combine(folder, "none", "file")) },
        { "アクセスが拒否されました。", folder => File.OpenRead(folder) },
        { "別のプロセスがファイルを使用しています。", OpenTwice },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_the_platform_refuses_is_in_the_language_of_the_reader(string expected, Func<string, object> call)
    {
        string folder = Directory.CreateTempSubdirectory("mailadmin-reason-").FullName;
        try
        {
            Exception refusal = Assert.ThrowsAny<Exception>(() => call(folder));

            MailException error = MailException.Of(MailError.StoreFailed, "x", PlatformReason.Of(refusal));
            Assert.EndsWith(expected, error.Text.In(Japanese), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void What_is_not_known_stays_in_the_words_of_the_platform()
    {
        Assert.Equal("Arithmetic.", PlatformReason.Of(new ArithmeticException("Arithmetic.")).In(Japanese));
        Assert.Equal("It broke.", PlatformReason.Of(new IOException("It broke.")).In(Japanese));
    }

    private static FileStream OpenTwice(string folder)
    {
        string path = Path.Combine(folder, "file");
        using FileStream first = new(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        return new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }
}
