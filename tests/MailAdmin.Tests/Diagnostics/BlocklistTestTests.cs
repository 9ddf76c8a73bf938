using System.Globalization;
using MailAdmin.Diagnostics.Blocklists;
using MailAdmin.Tests.Dns;

namespace MailAdmin.Tests.Diagnostics;

/// <summary>What lists in a local DNS say, and what it means.</summary>
public sealed class BlocklistTestTests : IDisposable
{
    private readonly LoopbackDns dns = new();

    public void Dispose() => dns.Dispose();

    [Fact]
    public async Task A_listed_address_has_the_meaning_and_the_reason_and_another_has_not()
    {
        List("zen.spamhaus.org").Host("9.113.0.203.zen.spamhaus.org", "127.0.0.4")
            .Text("9.113.0.203.zen.spamhaus.org", "see the page")
            .Mx("a.test", 10, "mx.a.test").Host("mx.a.test", "203.0.113.9", "203.0.113.10");

        IReadOnlyList<MailTestResult> results = await RunAsync("ann@a.test", "zen.spamhaus.org");

        Assert.Equal(["Blocklisted", "Ok"], results.Select(result => result.Code));
        Assert.Equal([MailTestStatus.Fail, MailTestStatus.Pass], results.Select(result => result.Status));
        Assert.Contains("XBL", results[0].Message, StringComparison.Ordinal);
        Assert.Contains("see the page", results[0].Explanation, StringComparison.Ordinal);
        Assert.Equal("mx.a.test", results[0].Server);
    }

    [Theory]
    [InlineData("2001:db8::9", "9.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.list.test")]
    [InlineData("::ffff:203.0.113.9", "9.113.0.203.list.test")]
    public async Task Both_families_are_asked_in_reverse(string address, string name)
    {
        List("list.test").Host(name, "127.0.0.2");

        Assert.Equal("Blocklisted", Assert.Single(await RunAsync(address, "list.test")).Code);
    }

    [Theory]
    [InlineData("open", "BlocklistRefused")]
    [InlineData("failing", "BlocklistRefused")]
    [InlineData("everything", "BlocklistUnusable")]
    [InlineData("elsewhere", "BlocklistUnusable")]
    [InlineData("dead", "BlocklistUnusable")]
    public async Task A_list_that_does_not_say_is_neither_listed_nor_clean(string fault, string code)
    {
        const string Name = "9.113.0.203.list.test";
        _ = fault switch
        {
            "open" => dns.Host(Name, "127.255.255.254")
                .Host("2.0.0.127.list.test", "127.255.255.254")
                .Host("1.0.0.127.list.test", "127.255.255.254"),
            "failing" => dns.Failing(Name),
            "everything" => List("list.test").Host(Name, "127.0.0.2").Host("1.0.0.127.list.test", "127.0.0.2"),
            "elsewhere" => List("list.test").Host(Name, "198.51.100.1"),
            _ => dns,
        };

        MailTestResult result = Assert.Single(await RunAsync("203.0.113.9", "list.test"));

        Assert.Equal((code, MailTestStatus.Warning), (result.Code, result.Status));
    }

    [Fact]
    public async Task A_name_without_address_is_an_error() =>
        Assert.Equal(
            MailError.ServerNotFound,
            (await Assert.ThrowsAsync<MailException>(() => RunAsync("none.test", "list.test"))).Error);

    private LoopbackDns List(string zone) => dns.Host($"2.0.0.127.{zone}", "127.0.0.2");

    private Task<IReadOnlyList<MailTestResult>> RunAsync(string target, params string[] zones) =>
        new BlocklistTest([dns.Address], zones, TimeSpan.FromSeconds(5), CultureInfo.InvariantCulture).RunAsync(
            target, TestContext.Current.CancellationToken);
}
