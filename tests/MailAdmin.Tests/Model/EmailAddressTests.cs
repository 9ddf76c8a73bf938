using Xunit;

namespace MailAdmin.Tests.Model;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("ann@example.test", "ann@example.test")]
    [InlineData("Ann.Lee+News@EXAMPLE.Test.", "ann.lee+news@example.test")]
    [InlineData("\"ann lee\"@example.test", "ann lee@example.test")]
    [InlineData("\"a\\\"b@c\"@example.test", "a\"b@c@example.test")]
    [InlineData("o'hara!#$%@example.test", "o'hara!#$%@example.test")]
    [InlineData("用户@例え.test", "用户@xn--r8jz45g.test")]
    [InlineData("Ü@münchen.test", "ü@xn--mnchen-3ya.test")]
    [InlineData("postmaster@localhost", "postmaster@localhost")]
    public void An_address_has_one_canonical_form_and_shows_as_typed(string typed, string canonical)
    {
        EmailAddress address = EmailAddress.Parse(typed);

        Assert.Equal(canonical, address.Canonical);
        Assert.Equal(typed, address.ToString());
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("ann", "'@'")]
    [InlineData("@example.test", "position 1")]
    [InlineData("ann@", "domain")]
    [InlineData(".ann@example.test", "position 1")]
    [InlineData("ann..lee@example.test", "position 4")]
    [InlineData("ann lee@example.test", "position 4")]
    [InlineData("ann@lee@example.test", "'@' at position 4")]
    [InlineData("ann\r\n@example.test", "position 4")]
    [InlineData("ann@exa_mple.test", "'_' at position 4")]
    [InlineData("ann@-example.test", "hyphen")]
    [InlineData("ann@example..test", "empty label")]
    [InlineData("\"ann@example.test", "not closed")]
    [InlineData("\ud800@example.test", "surrogate")]
    [InlineData("a\ufffe@example.test", "U+FFFE")]
    [InlineData("ann@[127.0.0.1]", "'['")]
    public void What_is_not_an_address_is_refused_with_reason_and_place(string text, string reason)
    {
        MailException exception = Assert.Throws<MailException>(() => EmailAddress.Parse(text));

        Assert.Equal(MailError.InvalidAddress, exception.Error);
        Assert.Equal(text, exception.Target);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_local_part_has_at_most_64_octets()
    {
        Assert.True(EmailAddress.TryParse(new string('a', 64) + "@example.test", out _));
        Assert.False(EmailAddress.TryParse(new string('a', 65) + "@example.test", out _));
        Assert.False(EmailAddress.TryParse(new string('é', 33) + "@example.test", out _));
    }

    [Fact]
    public void Composed_and_decomposed_letters_are_one_address()
    {
        Assert.Equal(EmailAddress.Parse("ren\u00e9@example.test"), EmailAddress.Parse("rene\u0301@example.test"));
    }

    [Fact]
    public void A_quoted_local_part_is_quoted_again_on_the_wire()
    {
        Assert.Equal("\"ann lee\"@example.test", EmailAddress.Parse("\"ann lee\"@example.test").ToMailboxString());
        Assert.Equal("ann@xn--mnchen-3ya.test", EmailAddress.Parse("ann@münchen.test").ToMailboxString());
        Assert.Equal("ü@münchen.test", EmailAddress.Parse("ü@münchen.test").ToMailboxString());
    }

    [Fact]
    public void Parts_make_the_address_that_they_came_from()
    {
        EmailAddress address = EmailAddress.Parse("\"a b\\\\c\"@example.test");

        Assert.Equal(address, EmailAddress.Create(address.LocalPart, address.Domain));
    }
}
