using MailAdmin.Protocols.Smtp.Content;

namespace MailAdmin.Tests.Smtp;

public sealed class TextCheckTests
{
    [Theory]
    [InlineData("", false, false)]
    [InlineData("a\r\nb\r\n", false, false)]
    [InlineData("a\nb\r\n", true, false)]
    [InlineData("a\rb\r\n", true, false)]
    [InlineData("a\r\r\n", true, false)]
    [InlineData("a\r\n\n", true, false)]
    [InlineData("\n", true, false)]
    [InlineData("\r", true, false)]
    [InlineData("a\0b\r\n", false, true)]
    [InlineData("a\r\0\n", true, true)]
    [InlineData("\0\n", true, true)]
    public void CR_and_LF_come_together_only_and_NUL_never(string text, bool bare, bool nul)
    {
        DataScannerTests.ForEachCut(text, (pieces, shown) =>
        {
            TextCheck check = new();
            foreach (byte[] piece in pieces)
            {
                check.Add(piece);
            }

            check.End();

            Assert.True(check.HasBareLineBreak == bare && check.HasNul == nul, shown);
        });
    }
}
