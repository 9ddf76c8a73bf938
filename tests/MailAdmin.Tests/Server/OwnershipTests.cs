using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Control;
using MailAdmin.Server.Engine;
using MailAdmin.Server.Ownership;
using MailAdmin.Tests.Dialogues;
using Microsoft.Extensions.Logging.Abstractions;
using static MailAdmin.Tests.Server.TestStore;

namespace MailAdmin.Tests.Server;

/// <summary>The owner of a store stays reachable, and touches nothing outside its own folder.</summary>
public sealed class OwnershipTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Subfolders => ["s", new string('d', 120)];

    [Theory]
    [MemberData(nameof(Subfolders))]
    public async Task Opening_a_copy_of_a_running_store_leaves_the_original_reachable(string subfolder)
    {
        await using TwoHubs hubs = await TwoHubs.CreateAsync(subfolder: subfolder);
        (StoreLease owner, _) = await hubs.AcquireBothAsync();
        await owner.Administration.SendAsync(new CreateDomain(Domain("original.test"), DomainValues()), None);
        string copy = hubs.Path + "-copy";
        FolderCopy.Make(hubs.Path, copy);

        await using (StoreHub other = new())
        await using (StoreLease lease = await other.AcquireAsync(copy, StoreUse.Administer, None))
        {
            Assert.True(lease.IsOwner);
            await lease.Administration.SendAsync(new CreateDomain(Domain("copy.test"), DomainValues()), None);
        }

        await using StoreHub third = new();
        await using StoreLease again = await third.AcquireAsync(hubs.Path, StoreUse.Administer, None);
        Assert.False(again.IsOwner);
        Assert.Equal(
            "original.test",
            (await again.Administration.StreamAsync(new GetDomains(null), None).SingleAsync()).Name);
        Assert.True(File.Exists(Path.Combine(hubs.Path, "owner.json")));
    }

    [Theory]
    [MemberData(nameof(Subfolders))]
    public async Task Who_wants_a_copy_whose_owner_does_not_answer_yet_is_not_sent_to_the_original(string subfolder)
    {
        await using TwoHubs hubs = await TwoHubs.CreateAsync(subfolder: subfolder);
        await hubs.AcquireBothAsync();
        string copy = hubs.Path + "-copy";
        FolderCopy.Make(hubs.Path, copy);
        Assert.True(File.Exists(Path.Combine(copy, "owner.json")));

        await Assert.ThrowsAnyAsync<IOException>(() => ControlClient.ConnectAsync(copy, None));
        await using ControlClient near = await ControlClient.ConnectAsync(hubs.Path, None);
        Assert.Equal(Environment.ProcessId, near.Owner.ProcessId);
    }

    [Fact]
    public async Task Who_comes_by_a_symbolic_link_reaches_the_owner()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        await using TwoHubs hubs = await TwoHubs.CreateAsync(subfolder: new string('d', 120));
        await hubs.AcquireBothAsync();
        string link = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(hubs.Path))!, "link");
        Directory.CreateSymbolicLink(link, Path.GetDirectoryName(hubs.Path)!);

        await using ControlClient client = await ControlClient.ConnectAsync(Path.Combine(link, "store"), None);

        Assert.Equal(Environment.ProcessId, client.Owner.ProcessId);
    }

    [Theory]
    [InlineData("s", "control")]
    [InlineData("s", "owner.json")]
    [InlineData("s", "control", "owner.json", "store.lock")]
    public async Task What_others_find_the_owner_by_is_restored(string subfolder, params string[] removed)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has pipes, and files that are open stay.");
        ManualClock clock = new(DateTimeOffset.UnixEpoch);
        await using TwoHubs hubs = await TwoHubs.CreateAsync(clock, subfolder);
        await hubs.AcquireBothAsync();
        foreach (string name in removed)
        {
            File.Delete(Path.Combine(hubs.Path, name));
        }

        await using StoreHub third = new();
        Task<StoreLease> acquiring = third.AcquireAsync(hubs.Path, StoreUse.Administer, None);
        clock.Advance(TimeSpan.FromSeconds(1));
        await using StoreLease lease = await acquiring.WaitAsync(Patience, None);

        Assert.False(lease.IsOwner);
        Assert.Equal(
            Environment.ProcessId, (await lease.Administration.SendAsync(new GetStore(), None)).OwnerProcessId);
        await hubs.Owner.DisposeAsync();
        Assert.DoesNotContain(
            removed, name => name != "store.lock" && File.Exists(Path.Combine(hubs.Path, name)));
    }

    [Fact]
    public async Task An_owner_whose_store_was_moved_away_closes_it_and_leaves_the_files_of_the_next_owner()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not move folders with open files.");
        ManualClock clock = new(DateTimeOffset.UnixEpoch);
        await using TwoHubs hubs = await TwoHubs.CreateAsync(clock);
        StoreLease owner = await hubs.Owner.AcquireAsync(hubs.Path, StoreUse.HostListeners, None);
        await owner.Administration.SendAsync(new StartListeners { Protocol = [MailProtocol.Imap], Port = 0 }, None);
        Directory.Move(hubs.Path, hubs.Path + "-moved");
        FolderCopy.Make(hubs.Path + "-moved", hubs.Path);
        await using StoreHub next = new();
        await using StoreLease taken = await next.AcquireAsync(hubs.Path, StoreUse.Administer, None);
        Assert.True(taken.IsOwner);
        await ReachAsync(hubs.Path);

        clock.Advance(TimeSpan.FromSeconds(1));
        await hubs.Owner.WaitForListenersAsync(hubs.Path, null, None).WaitAsync(Patience, None);
        await hubs.Owner.DisposeAsync();

        await ReachAsync(hubs.Path);
    }

    [Fact]
    public async Task A_call_whose_cancellation_fails_does_not_end_the_connection()
    {
        await using Link link = new();
        await using ControlServer server = new(
            new Stubborn(), link, link, TimeProvider.System, NullLogger<ControlServer>.Instance);
        server.Start();
        await using ControlChannel channel = new(link.Client);
        Assert.Equal(ControlKind.Greeting, (await channel.ReadAsync(None))!.Value.Kind);
        for (int id = 1; id <= 200; id++)
        {
            await channel.WriteAsync(
                ControlKind.Request, id, nameof(GetStore), new GetStore(), ControlJson.Of<GetStore>(), None);
            await channel.WriteAsync(ControlKind.Cancel, id, None);
        }

        HashSet<int> ended = [];
        while (ended.Count < 200)
        {
            ControlFrame frame = (await channel.ReadAsync(None).AsTask().WaitAsync(Patience, None))!.Value;
            Assert.Equal(ControlKind.Cancelled, frame.Kind);
            ended.Add(frame.Id);
        }
    }

    [Fact]
    public async Task Every_part_is_ended_whatever_happens_to_those_before_it()
    {
        List<string> ended = [];
        Shutdown shutdown = new();

        shutdown.Step(() => throw new InvalidOperationException("first"));
        await shutdown.StepAsync(() => throw new IOException("second"));
        shutdown.Step(() => ended.Add("third"));

        Assert.Equal(["third"], ended);
        Assert.Equal(
            ["first", "second"],
            Assert.Throws<AggregateException>(shutdown.ThrowIfFaulted).InnerExceptions.Select(fault => fault.Message));
    }

    [Fact]
    public async Task A_store_whose_engine_cannot_start_is_free_again()
    {
        using TemporaryFolder folder = new();
        await TwoProcessTests.MakeStoreAsync(folder.Store);
        string key = Path.Combine(folder.Store, "srs.key");
        File.Delete(key);
        Directory.CreateDirectory(key);
        File.WriteAllText(Path.Combine(key, "file"), "");
        await using StoreHub hub = new();

        await RefusalOfAsync(() => hub.AcquireAsync(folder.Store, StoreUse.Administer, None));

        Directory.Delete(key, recursive: true);
        await using StoreLease lease = await hub.AcquireAsync(folder.Store, StoreUse.Administer, None);
        Assert.True(lease.IsOwner);
    }

    private static async Task ReachAsync(string path)
    {
        using CancellationTokenSource limit = new(Patience);
        while (true)
        {
            try
            {
                await using ControlClient client = await ControlClient.ConnectAsync(path, limit.Token);
                return;
            }
            catch (IOException) when (!limit.IsCancellationRequested)
            {
                await Task.Yield();
            }
        }
    }

    /// <summary>Answers a call only when it is cancelled, and has a callback that fails then.</summary>
    private sealed class Stubborn : IMailAdministration
    {
        public async Task<TResult> SendAsync<TResult>(
            IRequest<TResult> request, IProgress<double>? progress, CancellationToken cancellationToken)
        {
            TaskCompletionSource<TResult> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
            await using CancellationTokenRegistration fails = cancellationToken.Register(
                () => throw new InvalidOperationException("Cancelling fails."));
            await using CancellationTokenRegistration ends = cancellationToken.Register(() => answer.SetCanceled());
            return await answer.Task;
        }

        public IAsyncEnumerable<TItem> StreamAsync<TItem>(
            IStreamRequest<TItem> request, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    /// <summary>An owner and its listener in memory, for one connection.</summary>
    private sealed class Link : IControlListener, IControlOwner, IAsyncDisposable
    {
        private readonly MemoryConnection server;
        private int accepted;

        public Link()
        {
            (Client, server) = MemoryConnection.Open(int.MaxValue);
        }

        public MemoryConnection Client { get; }

        public string EndPoint => "memory";

        public async Task<Stream> AcceptAsync(CancellationToken cancellationToken)
        {
            if (accepted++ > 0)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }

            return server;
        }

        public bool Restore() => false;

        public OwnerGreeting Greet() => new(OwnerGreeting.CurrentVersion, Environment.ProcessId, false);

        public IAsyncDisposable? TryLease() => this;

        public void ReleaseWhenIdle()
        {
        }

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
