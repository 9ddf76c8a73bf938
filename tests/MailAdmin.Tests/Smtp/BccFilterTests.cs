using System.Text;
using MailAdmin.Protocols.Smtp.Content;

namespace MailAdmin.Tests.Smtp;

/// <summary>Each header is cut at every byte, so that no state is lost between two pieces.</summary>
public sealed class BccFilterTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("\u00ef\u00bb\u00bfBcc: a\r\nTo: x\r\n", "To: x\r\n")]
    [InlineData("Bcc: a\r\n", "")]
    [InlineData("To: x\r\nBCC:\r\n a,\r\n\tb\r\nSubject: y\r\n", "To: x\r\nSubject: y\r\n")]
    [InlineData("bcc \t : a\r\nTo: x\r\n y\r\n", "To: x\r\n y\r\n")]
    [InlineData("Resent-Bcc: a\r\n b\r\nBccs: c\r\n d\r\n", "Bccs: c\r\n d\r\n")]
    [InlineData("Bc: a\r\nB cc: b\r\nX-Bcc: c\r\n Bcc: d\r\n", "Bc: a\r\nB cc: b\r\nX-Bcc: c\r\n Bcc: d\r\n")]
    [InlineData("no field at all\r\nBcc\r\n", "no field at all\r\nBcc\r\n")]
    [InlineData(" begins folded\r\nBcc: a", " begins folded\r\n")]
    [InlineData("\u00e4\u00ff: x\r\nbcC: \u00e4\r\nSubj", "\u00e4\u00ff: x\r\nSubj")]
    public void Bcc_goes_and_every_other_octet_stays(string header, string rest)
    {
        DataScannerTests.ForEachCut(header, (pieces, shown) =>
        {
            BccFilter filter = new();
            List<byte> output = [];
            foreach (byte[] piece in pieces)
            {
                output.AddRange(filter.Filter(piece).ToArray());
            }

            output.AddRange(filter.Finish().ToArray());

            Assert.True(Encoding.Latin1.GetString([.. output]) == rest, shown);
        });
    }

    [Fact]
    public void A_line_without_a_colon_is_not_held_back_for_ever()
    {
        BccFilter filter = new();

        int given = filter.Filter(Encoding.ASCII.GetBytes(new string('x', 5_000))).Length;

        Assert.Equal(5_000, given);
    }
}
