using System.Net;
using System.Net.Sockets;
using MailAdmin.Dns;
using Microsoft.Extensions.Time.Testing;

namespace MailAdmin.Tests.Dns;

/// <summary>Where the DNS says that mail goes, asked of a real server.</summary>
public sealed class MailExchangersTests : IDisposable
{
    private static readonly OwnHost Nobody = new(DomainName.Parse("mail.here.test"), []);
    private readonly LoopbackDns dns = new();
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UnixEpoch);

    public void Dispose() => dns.Dispose();

    [Fact]
    public async Task Hosts_come_by_preference_with_their_addresses_of_both_families()
    {
        dns.Mx("a.test", 20, "second.test").Mx("a.test", 10, "first.test")
            .Host("first.test", "192.0.2.1", "2001:db8::1").Host("second.test", "192.0.2.2");

        MailRoute route = await FindAsync("a.test");

        Assert.Equal(["first.test", "second.test"], route.Hosts.Select(host => host.Name));
        Assert.Equal([IPAddress.Parse("2001:db8::1"), IPAddress.Parse("192.0.2.1")], route.Hosts[0].Addresses);
        Assert.False(route.IsImplicit);
    }

    [Fact]
    public async Task Hosts_of_equal_preference_take_turns()
    {
        dns.Mx("a.test", 10, "one.test")
            .Mx("a.test", 10, "two.test")
            .Host("one.test", "192.0.2.1")
            .Host("two.test", "192.0.2.2");
        MailExchangers exchangers = Exchangers();
        HashSet<string> firsts = [];

        for (int i = 0; i < 64; i++)
        {
            firsts.Add((await exchangers.FindAsync(DomainName.Parse("a.test"), Nobody, default)).Hosts[0].Name);
        }

        Assert.Equal(2, firsts.Count);
    }

    [Fact]
    public async Task A_domain_without_MX_is_its_own_host()
    {
        dns.Host("a.test", "192.0.2.1");

        MailRoute route = await FindAsync("a.test");

        Assert.True(route.IsImplicit);
        Assert.Equal("a.test", Assert.Single(route.Hosts).Name);
    }

    [Fact]
    public async Task A_null_MX_takes_no_mail()
    {
        dns.Mx("a.test", 0, ".").Host("a.test", "192.0.2.1");

        AssertFailure(await FindAsync("a.test"), permanent: true, "5.1.10");
    }

    [Fact]
    public async Task Aliases_are_followed()
    {
        dns.Alias("a.test", "b.test")
            .Mx("b.test", 10, "mail.b.test")
            .Alias("mail.b.test", "host.test")
            .Host("host.test", "192.0.2.1");

        MailRoute route = await FindAsync("a.test");

        Assert.Equal("mail.b.test", Assert.Single(route.Hosts).Name);
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_a_permanent_failure() =>
        AssertFailure(await FindAsync("missing.test"), permanent: true, "5.1.2");

    [Fact]
    public async Task Hosts_without_addresses_are_a_permanent_failure()
    {
        dns.Mx("a.test", 10, "bare.test").Host("bare.test");

        AssertFailure(await FindAsync("a.test"), permanent: true, "5.4.4");
    }

    [Fact]
    public async Task A_server_that_fails_is_a_temporary_failure_that_is_not_kept()
    {
        dns.Failing("a.test").Host("a.test", "192.0.2.1");
        MailExchangers exchangers = Exchangers();

        AssertFailure(
            await exchangers.FindAsync(DomainName.Parse("a.test"), Nobody, default), permanent: false, "4.4.3");
        dns.Working("a.test");
        Assert.Null((await exchangers.FindAsync(DomainName.Parse("a.test"), Nobody, default)).Failure);
    }

    [Fact]
    public async Task One_host_whose_address_is_unknown_keeps_the_failure_temporary()
    {
        dns.Mx("a.test", 10, "bare.test").Mx("a.test", 20, "lost.test").Host("bare.test").Failing("lost.test");

        AssertFailure(await FindAsync("a.test"), permanent: false, "4.4.3");
    }

    [Fact]
    public async Task A_silent_server_is_a_temporary_failure()
    {
        using UdpClient silent = new(new IPEndPoint(IPAddress.Loopback, 0));
        MailExchangers exchangers = Exchangers(silent.Client.LocalEndPoint!.ToString()!);

        AssertFailure(
            await exchangers.FindAsync(DomainName.Parse("a.test"), Nobody, default), permanent: false, "4.4.3");
    }

    [Fact]
    public async Task A_name_server_that_is_no_address_is_a_temporary_failure() =>
        AssertFailure(
            await Exchangers("nowhere").FindAsync(DomainName.Parse("a.test"), Nobody, default), permanent: false,
            "4.4.3");

    [Fact]
    public async Task Only_hosts_that_are_better_than_we_are_left()
    {
        dns.Mx("a.test", 10, "better.test")
            .Mx("a.test", 20, "mail.here.test")
            .Mx("a.test", 20, "equal.test")
            .Mx("a.test", 30, "worse.test");
        dns.Host("better.test", "192.0.2.1")
            .Host("equal.test", "192.0.2.2")
            .Host("worse.test", "192.0.2.3")
            .Host("mail.here.test", "192.0.2.9");

        Assert.Equal("better.test", Assert.Single((await FindAsync("a.test")).Hosts).Name);
    }

    [Fact]
    public async Task Mail_that_would_come_back_to_our_address_is_a_loop()
    {
        dns.Mx("a.test", 10, "other-name.test")
            .Mx("a.test", 20, "worse.test")
            .Host("other-name.test", "192.0.2.9")
            .Host("worse.test", "192.0.2.3");

        MailRoute route = await Exchangers().FindAsync(
            DomainName.Parse("a.test"), Nobody with { Addresses = [IPAddress.Parse("192.0.2.9")] }, default);

        AssertFailure(route, permanent: true, "5.4.6");
    }

    [Fact]
    public async Task An_MX_that_is_an_address_is_passed_over()
    {
        dns.Mx("a.test", 10, "192.0.2.1").Mx("a.test", 20, "mail.test").Host("mail.test", "192.0.2.2");

        Assert.Equal("mail.test", Assert.Single((await FindAsync("a.test")).Hosts).Name);
    }

    [Fact]
    public async Task An_internationalised_domain_is_asked_for_in_A_labels()
    {
        dns.Mx("xn--bcher-kva.test", 10, "mail.test").Host("mail.test", "192.0.2.2");

        MailRoute route = await FindAsync("bücher.test");

        Assert.Null(route.Failure);
        Assert.Equal("mail.test", Assert.Single(route.Hosts).Name);
        Assert.Contains(("xn--bcher-kva.test", "MX", false), dns.Questions);
    }

    [Fact]
    public async Task An_answer_too_large_for_UDP_comes_over_TCP_and_is_cut_to_the_limits()
    {
        dns.Host("mail.test", [.. Enumerable.Range(1, 12).Select(i => $"192.0.2.{i}")]);
        for (int i = 0; i < 300; i++)
        {
            dns.Mx("a.test", 10, i == 0 ? "mail.test" : $"a-rather-long-name-of-a-mail-server-{i}.test");
            dns.Host($"a-rather-long-name-of-a-mail-server-{i}.test", "192.0.2.1");
        }

        MailRoute route = await FindAsync("a.test");

        Assert.Contains(("a.test", "MX", true), dns.Questions);
        Assert.Equal(new DnsLimits().MaxHosts, route.Hosts.Count);
        Assert.Equal(
            new DnsLimits().MaxAddressesPerHost,
            (await Exchangers().FindHostAsync(DomainName.Parse("mail.test"), default)).Hosts[0].Addresses.Count);
    }

    [Fact]
    public async Task Answers_are_kept_as_long_as_they_live_and_absence_as_long_as_the_SOA_says()
    {
        dns.Mx("a.test", 10, "mail.test").Host("mail.test", "192.0.2.2");
        MailExchangers exchangers = Exchangers();

        await AskBothAsync();
        Assert.Equal((1, 1), (Count("a.test"), Count("missing.test")));
        clock.Advance(TimeSpan.FromSeconds(LoopbackDns.NegativeTtl - 1));
        await AskBothAsync();
        Assert.Equal((1, 1), (Count("a.test"), Count("missing.test")));
        clock.Advance(TimeSpan.FromSeconds(2));
        await AskBothAsync();
        Assert.Equal((1, 2), (Count("a.test"), Count("missing.test")));
        clock.Advance(TimeSpan.FromSeconds(LoopbackDns.Ttl));
        await AskBothAsync();
        Assert.Equal((2, 3), (Count("a.test"), Count("missing.test")));

        async Task AskBothAsync()
        {
            await exchangers.FindAsync(DomainName.Parse("a.test"), Nobody, default);
            await exchangers.FindAsync(DomainName.Parse("missing.test"), Nobody, default);
        }

        int Count(string name) => dns.Questions.Count(question => question.Name == name && question.Type == "MX");
    }

    private static void AssertFailure(MailRoute route, bool permanent, string status)
    {
        Assert.Empty(route.Hosts);
        Assert.Equal((permanent, status), (route.Failure!.IsPermanent, route.Failure.StatusCode));
    }

    private ValueTask<MailRoute> FindAsync(string domain) =>
        Exchangers().FindAsync(DomainName.Parse(domain), Nobody, default);

    private MailExchangers Exchangers(string? server = null) => new(
        _ => ValueTask.FromResult<IReadOnlyList<string>>([server ?? dns.Address]),
        new DnsLimits { ServerTimeout = TimeSpan.FromMilliseconds(server is null ? 4_000 : 200), Retries = 0 },
        clock);
}
