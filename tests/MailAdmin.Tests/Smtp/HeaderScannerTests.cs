using MailAdmin.Protocols.Smtp.Content;

namespace MailAdmin.Tests.Smtp;

public sealed class HeaderScannerTests
{
    [Theory]
    [InlineData("Received: a\r\n\tb\r\nRECEIVED:c\r\nDate: x\r\n\r\nReceived: d\r\n", 2, true, false, 38)]
    [InlineData("message-id: <a@b>\r\nX-Received: a\r\n\r\n", 0, false, true, 34)]
    [InlineData("\r\nDate: x\r\n", 0, false, false, 0)]
    [InlineData("Received: a\r\n Date: x\r\n", 1, false, false, -1)]
    [InlineData("", 0, false, false, -1)]
    public void The_header_ends_at_the_empty_line_and_its_fields_are_seen(
        string text, int received, bool date, bool messageId, int end)
    {
        DataScannerTests.ForEachCut(text, (pieces, shown) =>
        {
            HeaderScanner scanner = new();
            int position = 0;
            int found = -1;
            foreach (byte[] piece in pieces.TakeWhile(_ => found < 0))
            {
                int index = scanner.Add(piece);
                found = index < 0 ? -1 : position + index;
                position += piece.Length;
            }

            Assert.True(
                (
                    scanner.Received,
                    scanner.HasDate,
                    scanner.HasMessageId,
                    found,
                    scanner.HasEnded) == (received, date, messageId, end, end >= 0),
                shown + $": {found}");
        });
    }

    [Theory]
    [InlineData("From: a@b.test\r\n\r\n", 1, " a@b.test\r\n", 0)]
    [InlineData("from \t:a,\r\n b\r\nSender: c\r\n\r\nFrom: d\r\n", 1, "a,\r\n b\r\n", 1)]
    [InlineData("From: a\r\nX-From: b\r\nFROM: c\r\n\r\n", 2, " a\r\n c\r\n", 0)]
    [InlineData("\u00ef\u00bb\u00bfFrom: a\r\n\u00ef\u00bb\u00bfSender:c\r\n\r\n", 1, " a\r\n", 1)]
    [InlineData("Fromage: a\r\nFrom a: b\r\nFro m: c\r\n\r\n", 0, "", 0)]
    public void Who_wrote_a_message_is_kept_as_it_came(string text, int count, string value, int senders)
    {
        DataScannerTests.ForEachCut(text, (pieces, shown) =>
        {
            HeaderScanner scanner = new();
            foreach (byte[] piece in pieces.TakeWhile(_ => !scanner.HasEnded))
            {
                scanner.Add(piece);
            }

            Assert.True(
                (
                    scanner.FromCount,
                    System.Text.Encoding.ASCII.GetString(scanner.From.Span),
                    scanner.SenderCount) == (count, value, senders), shown);
        });
    }

    [Fact]
    public void A_header_without_an_end_is_too_large()
    {
        HeaderScanner scanner = new();
        byte[] piece = System.Text.Encoding.ASCII.GetBytes(
            string.Concat(Enumerable.Repeat("X: " + new string('x', 997) + "\r\n", 100)));

        int pieces = 0;
        while (!scanner.IsTooLarge)
        {
            scanner.Add(piece);
            pieces++;
        }

        Assert.Equal((HeaderScanner.Limit / piece.Length) + 1, pieces);
    }
}
