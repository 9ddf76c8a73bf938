using System.Buffers;
using System.Text;
using MailAdmin.Protocols.Mime;

namespace MailAdmin.Tests.Mime;

/// <summary>HEADER.FIELDS and HEADER.FIELDS.NOT. RFC 9051 §6.4.5.1</summary>
public sealed class HeaderFieldsTests
{
    private const string Header =
        "From: a@b\r\nSUBJECT: one\r\n two\r\nthis is no field\r\nX-A : x\r\nsubject: three\r\n\r\n";

    [Theory]
    [InlineData(Header, "subject", false, "SUBJECT: one\r\n two\r\nsubject: three\r\n\r\n")]
    [InlineData(Header, "x-a From", false, "From: a@b\r\nX-A : x\r\n\r\n")]
    [InlineData(Header, "Subject", true, "From: a@b\r\nthis is no field\r\nX-A : x\r\n\r\n")]
    [InlineData(Header, "None", false, "\r\n")]
    [InlineData(Header, "Subj", false, "\r\n")]
    [InlineData("From: a\n\tb\nTo: c\n\n", "from", false, "From: a\n\tb\n\r\n")]
    [InlineData("From: no blank line\r\n", "from", false, "From: no blank line\r\n\r\n")]
    [InlineData("", "from", true, "\r\n")]
    public async Task Fields_are_selected_whole_with_a_blank_line(
        string header, string names, bool except, string expected)
    {
        Assert.Equal(expected, await SelectAsync(header, names, except));
    }

    [Fact]
    public async Task A_field_longer_than_any_window_is_kept_whole()
    {
        string field = "X-Long: " + new string('x', 300_000) + "\r\n";

        Assert.Equal(field + "\r\n", await SelectAsync("To: a\r\n" + field + "Cc: b\r\n\r\n", "x-long", except: false));
        Assert.Equal(
            "To: a\r\nCc: b\r\n\r\n", await SelectAsync("To: a\r\n" + field + "Cc: b\r\n\r\n", "x-long", except: true));
    }

    private static async Task<string> SelectAsync(string header, string names, bool except)
    {
        byte[] message = Encoding.Latin1.GetBytes("before" + header + "after");
        ArrayBufferWriter<byte> output = new();

        await HeaderFields.WriteSelectedAsync(
            new MemoryContent(message),
            new ByteRange(6, header.Length),
            names.Split(' '),
            except,
            output,
            TestContext.Current.CancellationToken);
        return Encoding.Latin1.GetString(output.WrittenSpan);
    }
}
