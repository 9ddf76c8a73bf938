using Xunit;

namespace MailAdmin.Tests.Model;

public sealed class SemicolonListTests
{
    [Fact]
    public void The_text_of_a_list_is_its_items_with_semicolons()
    {
        Assert.Equal("a@example.test;b@example.test", SemicolonList.Of<string>(["a@example.test", "b@example.test"]).ToString());
        Assert.Equal("80;95", SemicolonList.Of<int>([80, 95]).ToString());
        Assert.Equal("", SemicolonList.Empty<string>().ToString());
    }

    [Fact]
    public void A_list_is_wrapped_once_and_without_items_is_always_the_same()
    {
        SemicolonList<string> list = SemicolonList.Of<string>(["a"]);

        Assert.Same(list, SemicolonList.Of(list));
        Assert.Same(SemicolonList.Empty<string>(), SemicolonList.Of<string>([]));
    }

    [Fact]
    public void Records_with_the_same_items_are_equal()
    {
        Assert.Equal(Account("a", "b"), Account("a", "b"));
        Assert.Equal(Account("a", "b").GetHashCode(), Account("a", "b").GetHashCode());
        Assert.NotEqual(Account("a", "b"), Account("b", "a"));
    }

    private static MailAccount Account(params string[] forwardTo) =>
        new() { Address = "ann@example.test", ForwardTo = forwardTo };
}
