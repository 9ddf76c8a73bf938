using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MailAdmin.Protocols.Smtp.Content;

namespace MailAdmin.Tests.Smtp;

/// <summary>Each input is cut at every byte, so that no state is lost between two pieces.</summary>
public sealed class DataScannerTests
{
    [Theory]
    [InlineData(".\r\n", "")]
    [InlineData("a\r\n.\r\n", "a\r\n")]
    [InlineData("..\r\n.\r\n", ".\r\n")]
    [InlineData("...\r\n.\r\n", "..\r\n")]
    [InlineData("a\r\n..\r\nb\r\n.\r\n", "a\r\n.\r\nb\r\n")]
    [InlineData("a\r\n.b\r\n.\r\n", "a\r\nb\r\n")]
    [InlineData("a.\r\n.\r\n", "a.\r\n")]
    [InlineData("\r\n\r\n.\r\n", "\r\n\r\n")]
    public void Data_ends_with_a_dot_alone_and_doubled_dots_are_taken_away(string input, string content)
    {
        ForEachCut(input + "QUIT\r\n", (pieces, shown) =>
        {
            (string decoded, int consumed) = Decode(pieces);

            Assert.Equal(content, decoded);
            Assert.True(consumed == input.Length, shown);
        });
    }

    // Every way that is known to have ended a message somewhere. None may end it here.
    [Theory]
    [InlineData("a\n.\nb")]
    [InlineData("a\n.\r\nb")]
    [InlineData("a\r\n.\nb")]
    [InlineData("a\r.\r\nb")]
    [InlineData("a\r\n.\rb")]
    [InlineData("a\r.\rb")]
    [InlineData("a\n.\rb")]
    [InlineData("a\r.\nb")]
    [InlineData("a\r\n.\r\r\nb")]
    [InlineData("a\r\r\n.\r\r\nb")]
    [InlineData("a\n\n.\n\nb")]
    [InlineData("a\r\n\0.\r\nb")]
    [InlineData("a\r\n.\0\r\nb")]
    [InlineData("a\r\n.\r\0\nb")]
    [InlineData("a\r\0\n.\r\nb")]
    [InlineData("a\r\n. \r\nb")]
    [InlineData("a\r\n .\r\nb")]
    [InlineData("\n.\r\nb")]
    public void Nothing_else_ends_data(string input)
    {
        ForEachCut(input + "\r\n.\r\n", (pieces, shown) =>
        {
            (string decoded, int consumed) = Decode(pieces);

            Assert.True(consumed == input.Length + 5, shown);
            Assert.EndsWith("b\r\n", decoded, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void What_is_stuffed_comes_out_as_it_was()
    {
        Gen<string> line = Gen.Elements(
            ".", "..", "", "a", ".a", "a.", "x\ry", "\n", "\r").ArrayOf().Select(parts => string.Concat(parts));
        Gen<string[]> texts = line.ArrayOf();
        Prop.ForAll(texts.ToArbitrary(), lines =>
        {
            string content = string.Concat(lines.Select(text => text + "\r\n"));
            string stuffed = (content.StartsWith('.') ? "." : "") + content.Replace(
                "\r\n.", "\r\n..", StringComparison.Ordinal) + ".\r\n";
            (string decoded, int consumed) = Decode([Encoding.Latin1.GetBytes(stuffed)]);
            return decoded == content && consumed == stuffed.Length;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000).WithReplay(20_260_701, 1));
    }

    internal static void ForEachCut(string input, Action<byte[][], string> check)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(input);
        check([bytes], "in one piece");
        check([.. bytes.Select(item => new[] { item })], "byte by byte");
        for (int cut = 1; cut < bytes.Length; cut++)
        {
            check([bytes[..cut], bytes[cut..]], $"cut at {cut}");
        }
    }

    private static (string Content, int Consumed) Decode(byte[][] pieces)
    {
        DataScanner scanner = new();
        StringBuilder content = new();
        int total = 0;
        foreach (byte[] piece in pieces)
        {
            int position = 0;
            while (position < piece.Length)
            {
                bool ended = scanner.Read(piece.AsMemory(position), out ReadOnlyMemory<byte> part, out int consumed);
                content.Append(Encoding.Latin1.GetString(part.Span));
                position += consumed;
                total += consumed;
                if (ended)
                {
                    return (content.ToString(), total);
                }
            }
        }

        return (content.ToString(), -1);
    }
}
