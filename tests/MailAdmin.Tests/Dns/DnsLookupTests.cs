using System.Net;
using System.Net.Sockets;
using MailAdmin.Dns;

namespace MailAdmin.Tests.Dns;

/// <summary>Questions of every type, asked of a real server.</summary>
public sealed class DnsLookupTests : IDisposable
{
    private readonly LoopbackDns dns = new();

    public void Dispose() => dns.Dispose();

    [Fact]
    public async Task Each_type_of_record_is_read()
    {
        dns.Mx("a.test", 20, "second.test")
            .Mx("a.test", 10, "first.test")
            .Host("first.test", "192.0.2.1", "2001:db8::1")
            .Text("a.test", "v=spf1 ", "-all")
            .Service("_imaps._tcp.a.test", 0, 1, 993, "first.test")
            .Service("_pop3._tcp.a.test", 0, 0, 0, ".")
            .Tlsa("_25._tcp.first.test", 3, 1, 1, [0xab, 0x01])
            .Pointer("192.0.2.1", "first.test")
            .Pointer("2001:db8::1", "six.test")
            .Alias("www.a.test", "first.test").NameServer("a.test", "ns.a.test");
        DnsLookup lookup = Lookup();

        Assert.Equal(
            [new MxEntry(10, "first.test"), new MxEntry(20, "second.test")],
            (await lookup.MxAsync("a.test", default)).Records);
        Assert.Equal(
            [IPAddress.Parse("192.0.2.1"), IPAddress.Parse("2001:db8::1")],
            (await lookup.AddressesAsync("www.a.test", default)).Records);
        Assert.Equal(["v=spf1 -all"], (await lookup.TextsAsync("a.test", default)).Records);
        Assert.Equal(
            [new ServiceEntry(0, 1, 993, "first.test")],
            (await lookup.ServicesAsync("_imaps._tcp.a.test", default)).Records);
        Assert.Equal("", Assert.Single((await lookup.ServicesAsync("_pop3._tcp.a.test", default)).Records).Host);
        Assert.Equal(
            [new TlsaEntry(3, 1, 1, "ab01")], (await lookup.TlsaAsync("_25._tcp.first.test", default)).Records);
        Assert.Equal(["first.test"], (await lookup.NamesAsync(IPAddress.Parse("192.0.2.1"), default)).Records);
        Assert.Equal(["six.test"], (await lookup.NamesAsync(IPAddress.Parse("2001:db8::1"), default)).Records);
        Assert.Equal(["first.test"], (await lookup.AliasAsync("www.a.test", default)).Records);
        Assert.Equal(["ns.a.test"], (await lookup.NameServersAsync("a.test", default)).Records);
    }

    [Fact]
    public async Task What_is_not_there_and_what_nobody_can_say_are_told_apart()
    {
        dns.Host("a.test", "192.0.2.1").Failing("bad.test");
        using UdpClient silent = new(new IPEndPoint(IPAddress.Loopback, 0));

        Assert.Equal(DnsOutcome.Found, (await Lookup().AddressesAsync("a.test", default)).Outcome);
        Assert.Equal(DnsOutcome.NoData, (await Lookup().TextsAsync("a.test", default)).Outcome);
        Assert.Equal(DnsOutcome.NoName, (await Lookup().TextsAsync("none.test", default)).Outcome);
        Assert.Equal(DnsOutcome.ServerFailed, (await Lookup().TextsAsync("bad.test", default)).Outcome);
        Assert.Equal(
            DnsOutcome.NoAnswer,
            (await Lookup(silent.Client.LocalEndPoint!.ToString()!).TextsAsync("a.test", default)).Outcome);
        Assert.Equal(DnsOutcome.NoAnswer, (await Lookup("nowhere").TextsAsync("a.test", default)).Outcome);
    }

    private DnsLookup Lookup(string? server = null) => new(
        [server ?? dns.Address],
        new DnsLimits { ServerTimeout = TimeSpan.FromMilliseconds(server is null ? 4_000 : 200), Retries = 0 },
        TimeProvider.System);
}
