using System.Net;
using System.Net.Sockets;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Engine;
using MailAdmin.Server.Events;
using MailAdmin.Server.Ownership;

namespace MailAdmin.Tests.Server;

/// <summary>Live events, in the process that owns the store and in another.</summary>
public sealed class EventTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Another_process_sees_each_event_at_once_and_leaves_no_watcher_behind()
    {
        await using TwoHubs hubs = await TwoHubs.CreateAsync();
        (StoreLease owner, StoreLease other) = await hubs.AcquireBothAsync();
        await using StoreLease first = owner;
        await using StoreLease second = other;
        int port = await ListenAsync(owner);
        using CancellationTokenSource cancellation = new(Patience);
        Task<MailServerEvent> seen = FirstAsync(hubs.Other.WatchAsync(hubs.Path, cancellation.Token));
        await UntilAsync(() => EventsOf(owner).IsWatched);

        await ConnectAsync(port);

        MailServerEvent started = await seen.WaitAsync(Patience, TestStore.None);
        Assert.Equal(
            (MailServerEventKind.SessionStarted, "Smtp", "127.0.0.1"),
            (started.Kind, started.Source, started.ClientAddress));
        await UntilAsync(() => !EventsOf(owner).IsWatched);
    }

    [Fact]
    public async Task A_watcher_keeps_nobody_from_owning_the_store_and_follows_the_next_owner()
    {
        await using TwoHubs hubs = await TwoHubs.CreateAsync();
        using CancellationTokenSource cancellation = new(Patience);
        Task<MailServerEvent> seen = FirstAsync(hubs.Owner.WatchAsync(hubs.Path, cancellation.Token));

        await using StoreLease next = await hubs.Other.AcquireAsync(
            hubs.Path, StoreUse.HostListeners, cancellation.Token);
        Assert.True(next.IsOwner);
        int port = await ListenAsync(next);
        await UntilAsync(() => EventsOf(next).IsWatched);
        await ConnectAsync(port);

        Assert.Equal(MailServerEventKind.SessionStarted, (await seen.WaitAsync(Patience, TestStore.None)).Kind);
    }

    [Fact]
    public async Task A_watcher_elsewhere_does_not_hold_up_the_end_of_the_owner()
    {
        await using TwoHubs hubs = await TwoHubs.CreateAsync();
        StoreLease owner = await hubs.Owner.AcquireAsync(hubs.Path, StoreUse.Administer, TestStore.None);
        await using StoreLease first = owner;
        StoreLease other = await hubs.Other.AcquireAsync(hubs.Path, StoreUse.Administer, TestStore.None);
        await using StoreLease second = other;
        Task<List<MailServerEvent>> seen = ToListAsync(
            other.Administration.StreamAsync(new WatchServer(), TestStore.None));
        await UntilAsync(() => EventsOf(owner).IsWatched);

        await hubs.Owner.DisposeAsync();

        Assert.Empty(await seen.WaitAsync(Patience, TestStore.None));
        Assert.False(EventsOf(owner).IsWatched);
    }

    [Fact]
    public async Task What_is_traced_is_told_to_those_who_watch()
    {
        await using TestStore store = await TestStore.WithAccountsAsync("ann@example.test");
        await using IAsyncEnumerator<MailServerEvent> watch = store.Engine
            .StreamAsync(new WatchServer(), TestStore.None)
            .GetAsyncEnumerator(TestStore.None);
        ValueTask<bool> next = watch.MoveNextAsync();

        store.Engine.Events.Write(new MailTraceEvent
        {
            Timestamp = DateTime.UnixEpoch,
            EventId = MailTraceEventId.Send,
            Source = "Queue",
            Sender = "ann@example.test",
            Recipient = "bob@one.test",
            StatusCode = "2.0.0",
        });

        Assert.True(await next);
        Assert.Equal(
            (MailServerEventKind.Delivered, "Queue", "ann@example.test", "bob@one.test", "2.0.0"),
            (
                watch.Current.Kind,
                watch.Current.Source,
                watch.Current.Sender,
                watch.Current.Recipient,
                watch.Current.StatusCode));
    }

    [Fact]
    public async Task What_a_terminal_obeys_reaches_neither_watchers_nor_the_trace()
    {
        await using TestStore store = await TestStore.WithAccountsAsync("ann@example.test");
        await using IAsyncEnumerator<MailServerEvent> watch = store.Engine
            .StreamAsync(new WatchServer(), TestStore.None)
            .GetAsyncEnumerator(TestStore.None);
        Task<bool> next = watch.MoveNextAsync().AsTask();

        store.Engine.Events.LogonFailed(
            new LogonAttempt("\u001b[2Jann\u202e", MailProtocol.Imap, IPAddress.Loopback, "LOGIN"),
            MailError.LogonFailed);
        Assert.True(await next);
        Assert.Equal("\\u001B[2Jann\\u202E", watch.Current.Account);

        next = watch.MoveNextAsync().AsTask();
        store.Engine.Events.Write(new MailTraceEvent
        {
            Timestamp = DateTime.UnixEpoch,
            EventId = MailTraceEventId.Reject,
            Source = "Smtp",
            Sender = "\u202eann@example.test",
            Subject = "\u001b]0;title\u0007",
            Detail = "550 \u009b",
        });
        Assert.True(await next);
        Assert.Equal("\\u202Eann@example.test", watch.Current.Sender);
        Assert.Equal("550 \\u009B", watch.Current.Detail);
        MailTraceEvent traced = Assert.Single(
            await store.Storage.Trace.FindAsync(new TraceFilter(), TestStore.None).ToListAsync(TestStore.None));
        Assert.Equal("\\u001B]0;title\\u0007", traced.Subject);

        store.Storage.Trace.Write(traced with { Subject = "\u001bkept" });
        List<MailTraceEvent> found = await store.Engine.Events
            .FindAsync(new TraceFilter { Subject = "*kept" }, TestStore.None)
            .ToListAsync(TestStore.None);
        Assert.Equal("\\u001Bkept", Assert.Single(found).Subject);
    }

    [Fact]
    public async Task Waiting_for_listeners_of_another_process_ends_with_them()
    {
        await using TwoHubs hubs = await TwoHubs.CreateAsync();
        (StoreLease owner, StoreLease other) = await hubs.AcquireBothAsync();
        await using StoreLease first = owner;
        await using StoreLease second = other;
        await ListenAsync(owner);

        Task waiting = hubs.Other.WaitForListenersAsync(hubs.Path, null, TestStore.None);
        Task ended = await Task.WhenAny(waiting, owner.Administration.SendAsync(new GetStore(), TestStore.None));
        Assert.NotSame(waiting, ended);
        await owner.Administration.SendAsync(
            new StopListeners(new ListenerFilter(), TimeSpan.FromSeconds(1)), TestStore.None);

        await waiting.WaitAsync(Patience, TestStore.None);
    }

    private static EventHub EventsOf(StoreLease owner) => ((MailEngine)owner.Administration).Events;

    private static async Task<int> ListenAsync(StoreLease owner)
    {
        StartListeners request = new() { Protocol = [MailProtocol.Smtp], TlsMode = TlsMode.None, Port = 0 };
        return (await owner.Administration.SendAsync(request, TestStore.None))[0].Port;
    }

    private static async Task ConnectAsync(int port)
    {
        using TcpClient client = new();
        await client.ConnectAsync("127.0.0.1", port, TestStore.None);
        Assert.Equal('2', client.GetStream().ReadByte());
    }

    private static async Task<MailServerEvent> FirstAsync(IAsyncEnumerable<MailServerEvent> events)
    {
        await foreach (MailServerEvent happened in events)
        {
            return happened;
        }

        throw new InvalidOperationException("The stream ended.");
    }

    private static async Task<List<MailServerEvent>> ToListAsync(IAsyncEnumerable<MailServerEvent> events)
    {
        List<MailServerEvent> all = [];
        await foreach (MailServerEvent happened in events)
        {
            all.Add(happened);
        }

        return all;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using CancellationTokenSource patience = new(Patience);
        while (!condition())
        {
            await Task.Delay(10, patience.Token);
        }
    }
}
