using MailAdmin.Protocols.Smtp;

namespace MailAdmin.Tests.Smtp;

public sealed class HeaderScannerTests
{
    [Theory]
    [InlineData("Received: a\r\n\tb\r\nRECEIVED:c\r\nDate: x\r\n\r\nReceived: d\r\n", 2, true, false, 38)]
    [InlineData("message-id: <a@b>\r\nX-Received: a\r\n\r\n", 0, false, true, 34)]
    [InlineData("\r\nDate: x\r\n", 0, false, false, 0)]
    [InlineData("Received: a\r\n Date: x\r\n", 1, false, false, -1)]
    [InlineData("", 0, false, false, -1)]
    public void The_header_ends_at_the_empty_line_and_its_fields_are_seen(string text, int received, bool date, bool messageId, int end)
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
                (scanner.Received, scanner.HasDate, scanner.HasMessageId, found, scanner.HasEnded) == (received, date, messageId, end, end >= 0),
                shown + $": {found}");
        });
    }
}
