using System.Net;
using System.Text;
using MailAdmin.Protocols.Transport;
using MailAdmin.Tests.Dialogues;

namespace MailAdmin.Tests.Transport;

public sealed class LineReaderTests
{
    private const int Limit = 12;

    [Theory]
    [InlineData("a\r\nbc\r\n", "a|bc|")]
    [InlineData("\r\n", "|")]
    [InlineData("1234567890\r\nx\r\n", "1234567890|x|")]
    [InlineData("12345678901\r\nx\r\n", "TooLong|x|")]
    [InlineData("1234567890123456789012345678901234567890\r\nx\r\n", "TooLong|x|")]
    [InlineData("1234567890123456789012345\rX\r\nx\r\n", "TooLong|x|")]
    [InlineData("a\nb\r\nx\r\n", "Malformed|x|")]
    [InlineData("a\rb\r\nx\r\n", "Malformed|x|")]
    [InlineData("a\r\r\nx\r\n", "Malformed|x|")]
    [InlineData("a\0\r\nx\r\n", "Malformed|x|")]
    [InlineData("a\r\nunfinished", "a|")]
    [InlineData("a\r\nunfinished and too long", "a|")]
    public async Task A_line_ends_with_CRLF_and_has_a_limit(string input, string lines)
    {
        for (int mostPerRead = 1; mostPerRead <= input.Length; mostPerRead++)
        {
            Assert.Equal(lines, await ReadAllAsync(input, mostPerRead));
        }
    }

    private static async Task<string> ReadAllAsync(string input, int mostPerRead)
    {
        (MemoryConnection client, MemoryConnection server) = MemoryConnection.Open(mostPerRead);
        IPEndPoint nowhere = new(IPAddress.Loopback, 1);
        await using MailTransport transport = new(server, nowhere, nowhere, null, TimeProvider.System);
        await client.WriteAsync(Encoding.Latin1.GetBytes(input));
        client.Dispose();
        LineReader reader = new(transport);
        StringBuilder lines = new();
        LineStatus status;
        while ((status = await reader.ReadAsync(Limit, TimeSpan.FromMinutes(1), default)) != LineStatus.EndOfStream)
        {
            lines.Append(status == LineStatus.Line ? Encoding.Latin1.GetString(reader.Line) : status).Append('|');
        }

        return lines.ToString();
    }
}
