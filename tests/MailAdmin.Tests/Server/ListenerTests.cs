using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailKit.Net.Imap;
using MailKit.Security;

using static MailAdmin.Tests.Server.TestStore;

namespace MailAdmin.Tests.Server;

public sealed class ListenerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(TlsMode.None, SecureSocketOptions.None)]
    [InlineData(TlsMode.StartTls, SecureSocketOptions.StartTls)]
    [InlineData(TlsMode.Implicit, SecureSocketOptions.SslOnConnect)]
    public async Task A_client_logs_on_in_each_mode_and_is_listed(TlsMode mode, SecureSocketOptions options)
    {
        await using TestStore store = await WithAccountsAsync("ann@example.test");
        MailListener listener = await StartAsync(store, MailProtocol.Imap, mode);
        using ImapClient client =
            new() { ServerCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == listener.CertificateThumbprint };

        await client.ConnectAsync("127.0.0.1", listener.Port, options, None);
        await client.AuthenticateAsync("ann@example.test", "secret", None);

        MailSession session = Assert.Single(await store.Engine.SendAsync(new GetSessions(), None));
        Assert.Equal("ann@example.test", session.Account!.ToString());
        Assert.Equal(mode == TlsMode.None, session.Tls is null);
        Assert.StartsWith("127.0.0.1:", session.RemoteEndPoint, StringComparison.Ordinal);
        MailListener now = Assert.Single(await store.Engine.SendAsync(new GetListeners(new ListenerFilter()), None));
        Assert.Equal(1, now.Sessions);
        Assert.Equal(1, now.Accepted);
        Assert.Equal(mode == TlsMode.None, now.CertificateThumbprint is null);
        await client.DisconnectAsync(quit: true, None);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Both_versions_of_TLS_are_spoken(SslProtocols version)
    {
        await using TestStore store = await WithAccountsAsync();
        MailListener listener = await StartAsync(store, MailProtocol.Imap, TlsMode.Implicit);
        using TcpClient connection = new();
        await connection.ConnectAsync(IPAddress.Loopback, listener.Port, None);
        await using SslStream tls = new(
            connection.GetStream(),
            leaveInnerStreamOpen: false,
            (_, shown, _, _) => shown?.GetCertHashString() == listener.CertificateThumbprint);

        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "localhost", EnabledSslProtocols = version }, None);

        Assert.Equal(version, tls.SslProtocol);
    }

    [Fact]
    public async Task A_port_in_use_is_named_with_its_owner_and_nothing_is_opened()
    {
        await using TestStore store = await WithAccountsAsync();
        using Socket taken = new(SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        taken.Listen();
        int port = ((IPEndPoint)taken.LocalEndPoint!).Port;

        // The port that is taken is the second that is asked for.
        StartListeners request = new() { Protocol = [MailProtocol.Imap], PortOffset = port - 993 };
        MailException refusal = await RefusalOfAsync(() => store.Engine.SendAsync(request, None));

        Assert.Equal(MailError.PortInUse, refusal.Error);
        Assert.Contains($":{port}' ", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(await store.Engine.SendAsync(new GetListeners(new ListenerFilter()), None));
        if (OperatingSystem.IsLinux())
        {
            Assert.Contains($"process {Environment.ProcessId}", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("203.0.113.77", MailError.BindAddressNotFound)]
    [InlineData("everywhere", MailError.InvalidArgument)]
    public async Task An_address_that_cannot_be_is_refused(string address, MailError error)
    {
        await using TestStore store = await WithAccountsAsync();
        StartListeners request = new() { Protocol = [MailProtocol.Imap], Port = 0, BindAddress = address };

        MailException refusal = await RefusalOfAsync(() => store.Engine.SendAsync(request, None));

        Assert.Equal(error, refusal.Error);
        Assert.Equal(address, refusal.Target);
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_read_opens_no_port()
    {
        await using TestStore store = await WithAccountsAsync();
        StartListeners request = new() { Protocol = [MailProtocol.Imap], Port = 0, CertificatePfx = [1, 2, 3] };

        MailException refusal = await RefusalOfAsync(() => store.Engine.SendAsync(request, None));

        Assert.Equal(MailError.InvalidCertificate, refusal.Error);
        Assert.Empty(await store.Engine.SendAsync(new GetListeners(new ListenerFilter()), None));
    }

    [Theory]
    [InlineData(nameof(StoreProperties.MaxConnections), MailProtocol.Imap, "* BYE ")]
    [InlineData(nameof(StoreProperties.MaxConnectionsPerAddress), MailProtocol.Pop3, "-ERR [SYS/TEMP] ")]
    [InlineData(nameof(StoreProperties.MaxConnections), MailProtocol.Smtp, "421 4.3.2 ")]
    public async Task One_connection_too_many_is_told_so(string setting, MailProtocol protocol, string farewell)
    {
        await using TestStore store = await WithAccountsAsync();
        await store.Engine.SendAsync(
            new SetStore(StoreValues(setting) with { MaxConnections = 1, MaxConnectionsPerAddress = 1 }), None);
        MailListener imap = await StartAsync(store, MailProtocol.Imap, TlsMode.None);
        MailListener listener = await StartAsync(store, protocol, TlsMode.None);
        using LineClient first = await LineClient.ConnectAsync(imap.Port);
        Assert.StartsWith("* OK", await first.ReadLineAsync(), StringComparison.Ordinal);

        using LineClient second = await LineClient.ConnectAsync(listener.Port);

        Assert.StartsWith(farewell, await second.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Null(await second.ReadLineAsync());
        Assert.Equal(
            1,
            (
                await store.Engine.SendAsync(
                    new GetListeners(new ListenerFilter { Port = listener.Port }), None))[0].Rejected);
    }

    [Fact]
    public async Task A_place_is_free_again_when_a_connection_ends()
    {
        await using TestStore store = await WithAccountsAsync();
        await store.Engine.SendAsync(new SetStore(StoreValues("MaxConnections") with { MaxConnections = 1 }), None);
        MailListener listener = await StartAsync(store, MailProtocol.Imap, TlsMode.None);

        for (int i = 0; i < 3; i++)
        {
            using LineClient client = await LineClient.ConnectAsync(listener.Port);
            Assert.StartsWith("* OK", await client.ReadLineAsync(), StringComparison.Ordinal);
            await client.ImapAsync("a", "LOGOUT");
            Assert.Null(await client.ReadLineAsync());
            await WaitForNoSessionsAsync(store);
        }
    }

    [Fact]
    public async Task Stopping_says_farewell_and_frees_the_port()
    {
        await using TestStore store = await WithAccountsAsync();
        MailListener listener = await StartAsync(store, MailProtocol.Imap, TlsMode.None);
        using LineClient client = await LineClient.ConnectAsync(listener.Port);
        await client.ReadLineAsync();

        Task none = store.Engine.WhenNoListeners;
        MailListener stopped = Assert.Single(
            await store.Engine.SendAsync(
                new StopListeners(new ListenerFilter { Port = listener.Port }, Patience), None));

        Assert.Equal(ListenerState.Stopped, stopped.State);
        Assert.StartsWith("* BYE", await client.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Null(await client.ReadLineAsync());
        await none.WaitAsync(Patience, None);
        await Assert.ThrowsAsync<SocketException>(async () => await LineClient.ConnectAsync(listener.Port));
    }

    [Fact]
    public async Task Restarting_keeps_port_mode_and_certificate()
    {
        await using TestStore store = await WithAccountsAsync();
        MailListener before = await StartAsync(store, MailProtocol.Imap, TlsMode.Implicit);

        MailListener after = Assert.Single(
            await store.Engine.SendAsync(new RestartListeners(new ListenerFilter(), Patience), None));

        Assert.Equal(
            (before.Port, before.TlsMode, before.CertificateThumbprint),
            (after.Port, after.TlsMode, after.CertificateThumbprint));
        Assert.Equal(ListenerState.Running, after.State);
        Assert.Equal(0, after.Accepted);
    }

    [Fact]
    public async Task Who_waits_for_the_end_of_the_listeners_waits_through_a_restart()
    {
        await using TestStore store = await WithAccountsAsync();
        await StartAsync(store, MailProtocol.Imap, TlsMode.Implicit);
        Task end = store.Engine.WhenNoListeners;

        await store.Engine.SendAsync(new RestartListeners(new ListenerFilter(), Patience), None);

        Assert.False(end.IsCompleted);
        await store.Engine.SendAsync(new StopListeners(new ListenerFilter(), Patience), None);
        await end.WaitAsync(Patience, None);
    }

    [Fact]
    public async Task A_listener_or_session_that_is_not_there_cannot_be_stopped()
    {
        await using TestStore store = await WithAccountsAsync();

        Assert.Equal(
            MailError.ListenerNotFound,
            (
                await RefusalOfAsync(
                    () =>
                        store.Engine.SendAsync(
                            new StopListeners(new ListenerFilter { Protocol = MailProtocol.Pop3 }, Patience),
                            None))).Error);
        Assert.Equal(
            MailError.SessionNotFound,
            (await RefusalOfAsync(() => store.Engine.SendAsync(new StopSession(long.MaxValue), None))).Error);
        Assert.Empty(await store.Engine.SendAsync(new StopListeners(new ListenerFilter(), Patience), None));
    }

    [Fact]
    public async Task A_session_is_closed_by_its_number()
    {
        await using TestStore store = await WithAccountsAsync();
        MailListener listener = await StartAsync(store, MailProtocol.Imap, TlsMode.None);
        using LineClient client = await LineClient.ConnectAsync(listener.Port);
        await client.ReadLineAsync();
        MailSession session = Assert.Single(await store.Engine.SendAsync(new GetSessions(), None));

        await store.Engine.SendAsync(new StopSession(session.Id), None);

        Assert.StartsWith("* BYE", await client.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Null(await client.ReadLineAsync());
    }

    public static TheoryData<string, Func<TestStoreAction, Task>> EndsOfAnAccount => new()
    {
        { "removed", action => action.RemoveAsync() },
        { "disabled", action => action.DisableAsync() },
        { "another password", action => action.ChangePasswordAsync() },
        { "domain disabled", action => action.DisableDomainAsync() },
        { "protocol taken away", action => action.TakeProtocolAsync() },
    };

    [Theory]
    [MemberData(nameof(EndsOfAnAccount))]
    public async Task Sessions_end_when_they_could_not_be_opened_any_more(
        string how, Func<TestStoreAction, Task> action)
    {
        _ = how;
        await using TestStore store = await WithAccountsAsync("ann@example.test", "bob@example.test");
        MailListener listener = await StartAsync(store, MailProtocol.Imap, TlsMode.None);
        using LineClient ann = await LoggedOnAsync(listener.Port, "ann@example.test");

        await action(new TestStoreAction(store));

        string? line = await ann.ReadLineAsync().AsTask().WaitAsync(Patience, None);
        Assert.True(line is null || line.StartsWith("* BYE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sessions_of_others_go_on()
    {
        await using TestStore store = await WithAccountsAsync("ann@example.test", "bob@example.test");
        MailListener listener = await StartAsync(store, MailProtocol.Imap, TlsMode.None);
        using LineClient ann = await LoggedOnAsync(listener.Port, "ann@example.test");
        using LineClient bob = await LoggedOnAsync(listener.Port, "bob@example.test");

        await store.DisableAccountAsync("ann@example.test");
        while (await ann.ReadLineAsync() is not null)
        {
        }

        Assert.Equal("b OK", (await bob.ImapAsync("b", "NOOP"))[^1][..4]);
    }

    /// <summary>What is done to ann@example.test; public, because the data of a theory is.</summary>
    public sealed class TestStoreAction
    {
        private readonly TestStore store;

        internal TestStoreAction(TestStore store)
        {
            this.store = store;
        }

        internal Task RemoveAsync() => store.Engine.SendAsync(new RemoveAccount(Address("ann@example.test")), None);

        internal Task DisableAsync() => store.DisableAccountAsync("ann@example.test");

        internal Task ChangePasswordAsync() => store.SetAccountAsync(
            "ann@example.test", AccountValues("Password") with { Password = ScramCredential.Create("other", 4_096) });

        internal Task DisableDomainAsync() => store.DisableDomainAsync("example.test");

        internal Task TakeProtocolAsync() =>
            store.SetAccountAsync(
                "ann@example.test", AccountValues("Protocol") with { Protocol = [MailProtocol.Smtp] });
    }

    private static async Task<LineClient> LoggedOnAsync(int port, string address)
    {
        LineClient client = await LineClient.ConnectAsync(port);
        await client.ReadLineAsync();
        Assert.Equal("a OK", (await client.ImapAsync("a", $"LOGIN {address} secret"))[^1][..4]);
        return client;
    }

    private static async Task<MailListener> StartAsync(TestStore store, MailProtocol protocol, TlsMode mode)
    {
        StartListeners request = new() { Protocol = [protocol], TlsMode = mode, Port = 0, AllowPlaintextLogin = true };
        return Assert.Single(await store.Engine.SendAsync(request, None));
    }

    private static async Task WaitForNoSessionsAsync(TestStore store)
    {
        while ((await store.Engine.SendAsync(new GetSessions(), None)).Count > 0)
        {
            await Task.Yield();
        }
    }
}
