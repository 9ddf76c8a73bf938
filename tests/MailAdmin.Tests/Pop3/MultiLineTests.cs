using System.Buffers;
using System.Text;
using MailAdmin.Protocols.Pop3.Syntax;
using MailAdmin.Tests.Smtp;

namespace MailAdmin.Tests.Pop3;

/// <summary>Each text is cut at every byte.</summary>
public sealed class MultiLineTests
{
    [Theory]
    [InlineData("", ".\r\n")]
    [InlineData("a\r\n", "a\r\n.\r\n")]
    [InlineData("a", "a\r\n.\r\n")]
    [InlineData(".\r\n", "..\r\n.\r\n")]
    [InlineData("..\r\n", "...\r\n.\r\n")]
    [InlineData("a\r\n.b\r\n.\r\n", "a\r\n..b\r\n..\r\n.\r\n")]
    [InlineData("a.\r\n", "a.\r\n.\r\n")]
    [InlineData("a\n.\nb\r\n", "a\n..\nb\r\n.\r\n")]
    [InlineData("a\r", "a\r\r\n.\r\n")]
    [InlineData("a\n", "a\n\r\n.\r\n")]
    [InlineData("\n.\n.\n.", "\n..\n..\n..\r\n.\r\n")]
    public void Dots_at_the_beginnings_of_lines_are_doubled(string text, string sent)
    {
        DataScannerTests.ForEachCut(text, (pieces, shown) =>
        {
            ArrayBufferWriter<byte> output = new();
            DotStuffer stuffer = new();
            foreach (byte[] piece in pieces)
            {
                stuffer.Write(output, piece);
            }

            stuffer.End(output);

            Assert.True(sent == Encoding.Latin1.GetString(output.WrittenSpan), shown);
        });
    }

    [Theory]
    [InlineData("a: b\r\n\r\nc\r\nd\r\n", 0, "a: b\r\n\r\n")]
    [InlineData("a: b\r\n\r\nc\r\nd\r\n", 1, "a: b\r\n\r\nc\r\n")]
    [InlineData("a: b\r\n\r\nc\r\nd\r\n", 9, "a: b\r\n\r\nc\r\nd\r\n")]
    [InlineData("a: b\r\n\r\n\r\n\r\nd", 1, "a: b\r\n\r\n\r\n")]
    [InlineData("\r\nc\r\nd", 1, "\r\nc\r\n")]
    [InlineData("a: b\n\nc\nd", 1, "a: b\n\nc\n")]
    [InlineData("a: b\r\nc: d", 1, "a: b\r\nc: d")]
    public void TOP_ends_after_so_many_lines_of_the_body(string text, int lines, string top)
    {
        DataScannerTests.ForEachCut(text, (pieces, shown) =>
        {
            TopLimiter limiter = new(lines);
            StringBuilder taken = new();
            foreach (byte[] piece in pieces)
            {
                taken.Append(Encoding.Latin1.GetString(piece, 0, limiter.Take(piece)));
            }

            Assert.True(top == taken.ToString(), shown);
        });
    }
}
