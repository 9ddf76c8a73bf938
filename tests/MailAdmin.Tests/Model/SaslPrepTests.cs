using MailAdmin.Contracts;
using Xunit;

namespace MailAdmin.Tests.Model;

public sealed class SaslPrepTests
{
    // RFC 4013 §3
    [Theory]
    [InlineData("I\u00adX", "IX")]
    [InlineData("user", "user")]
    [InlineData("USER", "USER")]
    [InlineData("\u00aa", "a")]
    [InlineData("\u2168", "IX")]
    [InlineData("a\u00a0b", "a b")]
    public void A_text_is_prepared(string text, string prepared)
    {
        Assert.True(SaslPrep.TryPrepare(text, out string? actual));
        Assert.Equal(prepared, actual);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u0007\u00e9")]
    [InlineData("\u0627\u0031")]
    [InlineData("\u00ad")]
    [InlineData("a\ufffeb")]
    public void A_forbidden_text_is_refused(string text)
    {
        Assert.False(SaslPrep.TryPrepare(text, out _));
    }

    [Fact]
    public void A_control_character_is_refused_in_plain_ascii_too()
    {
        Assert.False(SaslPrep.TryPrepare("a\u0007b", out _));
    }
}
