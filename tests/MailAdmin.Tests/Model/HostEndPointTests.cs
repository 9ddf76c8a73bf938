using MailAdmin.Texts;

namespace MailAdmin.Tests.Model;

public sealed class HostEndPointTests
{
    [Theory]
    [InlineData("smtp.provider.test", "smtp.provider.test", null, null)]
    [InlineData(" smtp.provider.test:587 ", "smtp.provider.test", null, 587)]
    [InlineData("192.0.2.1", null, "192.0.2.1", null)]
    [InlineData("192.0.2.1:25", null, "192.0.2.1", 25)]
    [InlineData("2001:db8::1", null, "2001:db8::1", null)]
    [InlineData("[2001:db8::1]", null, "2001:db8::1", null)]
    [InlineData("[2001:db8::1]:25", null, "2001:db8::1", 25)]
    public void A_host_is_a_name_or_an_address_with_or_without_a_port(
        string text, string? name, string? address, int? port)
    {
        Assert.True(HostEndPoint.TryParse(text, out HostEndPoint? host, out MailText? reason));
        Assert.Equal((name, address, port, null), (host.Name?.Ascii, host.Address?.ToString(), host.Port, reason));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("no host")]
    [InlineData("host.test:")]
    [InlineData("host.test:0")]
    [InlineData("host.test:70000")]
    [InlineData("host.test:+25")]
    [InlineData("[host.test]:25")]
    [InlineData("[host.test]")]
    [InlineData("[192.0.2.1]:25")]
    [InlineData("[2001:db8::1]25")]
    [InlineData("[2001:db8::1]:25:26")]
    [InlineData("[2001:db8::1")]
    [InlineData("2001:db8::1]:25")]
    public void Anything_else_is_refused_with_a_reason(string? text)
    {
        Assert.False(HostEndPoint.TryParse(text, out _, out MailText? reason));
        Assert.NotEmpty(reason.ToString());
    }
}
