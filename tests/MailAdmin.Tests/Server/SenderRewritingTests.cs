using MailAdmin.Server.Routing;
using Microsoft.Extensions.Time.Testing;
using static MailAdmin.Tests.Server.TestStore;

namespace MailAdmin.Tests.Server;

public sealed class SenderRewritingTests
{
    private static readonly byte[] Key = [1, 2, 3, 4, 5, 6, 7, 8];
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("ann@sender.test")]
    [InlineData("ann+tag=x@sender.test")]
    [InlineData("\"a b\"@sender.test")]
    [InlineData("Änn@sender.test")]
    public void What_is_rewritten_can_be_reversed(string sender)
    {
        SenderRewriting rewriting = new(Key, clock);

        EmailAddress rewritten = rewriting.TryRewrite(Address(sender), Domain("example.test"))!;

        Assert.Equal("example.test", rewritten.Domain.Ascii);
        Assert.True(rewriting.TryReverse(rewritten, out EmailAddress? original));
        Assert.Equal(Address(sender), original);
    }

    [Fact]
    public void The_address_of_another_forwarder_goes_back_to_that_forwarder()
    {
        EmailAddress first = new SenderRewriting([9, 9], clock)
            .TryRewrite(Address("ann@sender.test"), Domain("first.test"))!;
        SenderRewriting second = new(Key, clock);

        EmailAddress rewritten = second.TryRewrite(first, Domain("second.test"))!;
        EmailAddress third = new SenderRewriting([7], clock).TryRewrite(rewritten, Domain("third.test"))!;

        Assert.StartsWith("SRS1=", rewritten.LocalPart, StringComparison.Ordinal);
        Assert.True(second.TryReverse(rewritten, out EmailAddress? back));
        Assert.Equal(first, back);
        Assert.True(new SenderRewriting([7], clock).TryReverse(third, out EmailAddress? shortcut));
        Assert.Equal(first, shortcut);
    }

    [Fact]
    public void A_forged_or_an_old_address_is_refused()
    {
        SenderRewriting rewriting = new(Key, clock);
        EmailAddress rewritten = rewriting.TryRewrite(Address("ann@sender.test"), Domain("example.test"))!;

        Assert.False(
            rewriting.TryReverse(Address(rewritten.ToString().Replace("ann", "eve", StringComparison.Ordinal)), out _));
        Assert.False(new SenderRewriting([0], clock).TryReverse(rewritten, out _));
        clock.Advance(TimeSpan.FromDays(30));
        Assert.False(rewriting.TryReverse(rewritten, out _));
    }

    [Fact]
    public void An_address_is_valid_after_the_clock_went_back_by_less_than_its_lifetime()
    {
        SenderRewriting rewriting = new(Key, clock);
        EmailAddress rewritten = rewriting.TryRewrite(Address("ann@sender.test"), Domain("example.test"))!;

        clock.AdjustTime(clock.GetUtcNow() - TimeSpan.FromDays(20));
        Assert.True(rewriting.TryReverse(rewritten, out _));
        clock.AdjustTime(clock.GetUtcNow() - TimeSpan.FromDays(20));
        Assert.False(rewriting.TryReverse(rewritten, out _));
    }

    [Fact]
    public void A_sender_of_the_same_domain_stays_and_one_that_gets_too_long_has_none()
    {
        SenderRewriting rewriting = new(Key, clock);

        Assert.Equal(
            Address("ann@example.test"), rewriting.TryRewrite(Address("ann@example.test"), Domain("example.test")));
        Assert.Null(rewriting.TryRewrite(Address(new string('a', 60) + "@sender.test"), Domain("example.test")));
    }
}
