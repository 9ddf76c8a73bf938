using System.Net.Sockets;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Ownership;
using MailAdmin.Tests.Dialogues;
using static MailAdmin.Tests.Server.TestStore;

namespace MailAdmin.Tests.Server;

public sealed class StoreHubTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_store_is_made_once_and_written_again_with_force()
    {
        using TemporaryFolder folder = new();
        await using StoreHub hub = new();

        MailStore made = await hub.InitializeAsync(
            folder.Store, "Mail.Example.test", Address("admin@example.test"), force: false, None);
        MailException refusal = await RefusalOfAsync(
            () => hub.InitializeAsync(folder.Store, null, null, force: false, None));
        MailStore again = await hub.InitializeAsync(folder.Store, "other.test", null, force: true, None);

        Assert.Equal(folder.Store, made.Path);
        Assert.Equal(Environment.ProcessId, made.OwnerProcessId);
        Assert.Equal(MailError.StoreExists, refusal.Error);
        Assert.Equal((made.HostName, made.AdminAddress), (again.HostName, again.AdminAddress));
    }

    [Fact]
    public async Task What_is_no_store_is_not_acquired()
    {
        using TemporaryFolder folder = new();
        await using StoreHub hub = new();
        string occupied = Path.Combine(folder.Path, "occupied");
        Directory.CreateDirectory(occupied);
        await File.WriteAllTextAsync(Path.Combine(occupied, "letter.txt"), "hello", None);

        MailException missing = await RefusalOfAsync(() => hub.AcquireAsync(folder.Store, StoreUse.Administer, None));
        MailException invalid = await RefusalOfAsync(() => hub.AcquireAsync(occupied, StoreUse.Administer, None));

        Assert.Equal(MailError.StoreNotFound, missing.Error);
        Assert.NotEmpty(missing.RecommendedAction);
        Assert.Equal(MailError.StoreInvalid, invalid.Error);
        Assert.False(Directory.Exists(folder.Store));
        Assert.Single(Directory.EnumerateFileSystemEntries(occupied));
    }

    [Fact]
    public async Task All_leases_of_a_process_share_one_engine()
    {
        await using TwoHubs hubs = await TwoHubs.CreateAsync();

        await using StoreLease one = await hubs.Owner.AcquireAsync(hubs.Path, StoreUse.Administer, None);
        await using StoreLease two = await hubs.Owner.AcquireAsync(
            hubs.Path + Path.DirectorySeparatorChar, StoreUse.HostListeners, None);

        Assert.Same(one.Administration, two.Administration);
    }

    [Fact]
    public async Task A_store_is_let_go_some_seconds_after_its_last_use()
    {
        ManualClock clock = new(DateTimeOffset.UnixEpoch);
        await using TwoHubs hubs = await TwoHubs.CreateAsync(clock);
        StoreLease lease = await hubs.Owner.AcquireAsync(hubs.Path, StoreUse.Administer, None);
        clock.Advance(TimeSpan.FromMinutes(1));
        StoreLease before = await hubs.Other.AcquireAsync(hubs.Path, StoreUse.Administer, None);

        await lease.DisposeAsync();
        clock.Advance(TimeSpan.FromSeconds(4));

        Assert.False(before.IsOwner);
        await UntilAsync(async () =>
        {
            await using StoreLease after = await hubs.Other.AcquireAsync(hubs.Path, StoreUse.Administer, None);
            return after.IsOwner;
        });
    }

    [Fact]
    public async Task A_store_that_is_released_is_free_at_once_unless_something_uses_it()
    {
        await using TwoHubs hubs = await TwoHubs.CreateAsync();
        await using (await hubs.Owner.AcquireAsync(hubs.Path, StoreUse.Administer, None))
        {
            await hubs.Owner.ReleaseAsync(hubs.Path);
            await using StoreLease far = await hubs.Other.AcquireAsync(hubs.Path, StoreUse.Administer, None);
            Assert.False(far.IsOwner);
        }

        await hubs.Owner.ReleaseAsync(hubs.Path);

        await using StoreLease near = await hubs.Other.AcquireAsync(hubs.Path, StoreUse.HostListeners, None);
        Assert.True(near.IsOwner);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_store_whose_folder_was_removed_can_still_be_closed(bool withListener)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows does not remove files that are open.");
        }

        using TemporaryFolder folder = new();
        StoreHub hub = new();
        await hub.InitializeAsync(folder.Store, "mail.example.test", null, force: false, None);
        await using (StoreLease lease = await hub.AcquireAsync(folder.Store, StoreUse.HostListeners, None))
        {
            await lease.Administration.SendAsync(new CreateDomain(Domain("example.test"), DomainValues()), None);
            if (withListener)
            {
                await lease.Administration.SendAsync(
                    new StartListeners { Protocol = [MailProtocol.Imap], Port = 0 }, None);
            }
        }

        Directory.Delete(folder.Store, recursive: true);

        await hub.DisposeAsync();
    }

    [Fact]
    public async Task A_store_with_listeners_is_kept()
    {
        ManualClock clock = new(DateTimeOffset.UnixEpoch);
        await using TwoHubs hubs = await TwoHubs.CreateAsync(clock);
        await using (StoreLease lease = await hubs.Owner.AcquireAsync(hubs.Path, StoreUse.HostListeners, None))
        {
            await lease.Administration.SendAsync(new StartListeners { Protocol = [MailProtocol.Imap], Port = 0 }, None);
        }

        clock.Advance(TimeSpan.FromMinutes(1));

        // Listeners of the owner are also those of whoever asks to host some.
        StoreLease other = await hubs.Other.AcquireAsync(hubs.Path, StoreUse.HostListeners, None);
        Assert.False(other.IsOwner);
        Assert.Single(await other.Administration.SendAsync(new GetListeners(new ListenerFilter()), None));
        Task waiting = hubs.Owner.WaitForListenersAsync(hubs.Path, null, None);
        Assert.False(waiting.IsCompleted);
        await other.Administration.SendAsync(new StopListeners(new ListenerFilter(), TimeSpan.FromSeconds(5)), None);
        await waiting.WaitAsync(Patience, None);
    }

    [Fact]
    public async Task Whoever_wants_to_run_listeners_waits_for_a_script_to_end_but_no_longer()
    {
        await using TwoHubs hubs = await TwoHubs.CreateAsync(new ManualClock(DateTimeOffset.UnixEpoch));
        StoreLease script = await hubs.Owner.AcquireAsync(hubs.Path, StoreUse.Administer, None);

        Task<StoreLease> waiting = hubs.Other.AcquireAsync(hubs.Path, StoreUse.HostListeners, None);
        await script.Administration.SendAsync(new GetStore(), None);
        Assert.False(waiting.IsCompleted);

        // The clock of the script stands still: it lets go because somebody waits.
        await script.DisposeAsync();
        StoreLease server = await waiting.WaitAsync(Patience, None);
        Assert.True(server.IsOwner);
    }

    [Fact]
    public async Task Changes_go_on_while_the_store_passes_from_one_owner_to_the_next()
    {
        await using TwoHubs hubs = await TwoHubs.CreateAsync();
        (StoreLease owner, StoreLease other) = await hubs.AcquireBothAsync();
        await owner.Administration.SendAsync(new CreateDomain(Domain("example.test"), DomainValues()), None);

        Task<AccountOutcome>[] changes = [.. Enumerable.Range(0, 500).Select(i =>
            other.Administration.SendAsync(new CreateAccount(Address($"a{i}@example.test"), AccountValues()), None))];
        await changes[0];
        await hubs.Owner.DisposeAsync();
        AccountOutcome[] outcomes = await Task.WhenAll(changes).WaitAsync(Patience, None);

        Assert.All(outcomes, outcome => Assert.True(outcome.Created));
        await using StoreLease now = await hubs.Other.AcquireAsync(hubs.Path, StoreUse.Administer, None);
        Assert.True(now.IsOwner);
        Assert.Equal(500, await now.Administration.StreamAsync(new GetAccounts(), None).CountAsync());

        // The old lease asks the new owner.
        Assert.Equal(500, await other.Administration.StreamAsync(new GetAccounts(), None).CountAsync());
    }

    [Fact]
    public async Task A_hub_that_was_disposed_can_be_used_again()
    {
        await using TwoHubs hubs = await TwoHubs.CreateAsync();
        await hubs.Owner.DisposeAsync();

        await using StoreLease lease = await hubs.Owner.AcquireAsync(hubs.Path, StoreUse.Administer, None);

        Assert.True(lease.IsOwner);
    }

    [Fact]
    public async Task A_path_too_long_for_a_socket_is_served_from_elsewhere_and_cleaned_up()
    {
        await using TwoHubs hubs = await TwoHubs.CreateAsync(subfolder: new string('d', 120));
        await hubs.AcquireBothAsync();
        Assert.False(File.Exists(Path.Combine(hubs.Path, "control")));
        string owner = await File.ReadAllTextAsync(Path.Combine(hubs.Path, "owner.json"), None);

        await hubs.Owner.DisposeAsync();

        string socket = System.Text.Json.JsonDocument.Parse(owner).RootElement.GetProperty("EndPoint").GetString()!;
        Assert.False(Directory.Exists(Path.GetDirectoryName(socket)));
    }

    [Fact]
    public async Task A_store_is_let_go_when_the_folder_of_its_socket_was_tidied_away()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has pipes.");
        await using TwoHubs hubs = await TwoHubs.CreateAsync(subfolder: new string('d', 120));
        await hubs.AcquireBothAsync();
        string owner = await File.ReadAllTextAsync(Path.Combine(hubs.Path, "owner.json"), None);
        string socket = System.Text.Json.JsonDocument.Parse(owner).RootElement.GetProperty("EndPoint").GetString()!;
        Directory.Delete(Path.GetDirectoryName(socket)!, recursive: true);

        await hubs.Owner.DisposeAsync();

        await using StoreLease next = await hubs.Other.AcquireAsync(hubs.Path, StoreUse.HostListeners, None);
        Assert.True(next.IsOwner);
    }

    [Fact]
    public async Task The_socket_is_private_and_replaces_that_of_a_dead_owner()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has pipes.");
        await using TwoHubs hubs = await TwoHubs.CreateAsync();
        await hubs.Owner.DisposeAsync();
        string path = Path.Combine(hubs.Path, "control");
        using (Socket dead = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            // Bound and never listening, as it is left by a process that was killed.
            dead.Bind(new UnixDomainSocketEndPoint(path));
        }

        await File.WriteAllTextAsync(Path.Combine(hubs.Path, "owner.json"), $$"""{"ProcessId":1,"EndPoint":"{{path}}"}""", None);
        (_, StoreLease other) = await hubs.AcquireBothAsync();

        Assert.Equal(
            Environment.ProcessId, (await other.Administration.SendAsync(new GetStore(), None)).OwnerProcessId);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    [Fact]
    public async Task An_owner_that_does_not_answer_is_named_after_a_while()
    {
        using TemporaryFolder folder = new();
        ManualClock clock = new(DateTimeOffset.UnixEpoch);
        await using (StoreHub maker = new())
        {
            await maker.InitializeAsync(folder.Store, "mail.example.test", null, false, None);
        }

        using FileStream locked = new(
            Path.Combine(folder.Store, "store.lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        await File.WriteAllTextAsync(Path.Combine(folder.Store, "owner.json"), """{"ProcessId":4711,"EndPoint":"/nowhere/control"}""", None);
        await using StoreHub hub = new(clock, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);

        Task<StoreLease> waiting = hub.AcquireAsync(folder.Store, StoreUse.Administer, None);
        while (!waiting.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Yield();
        }

        MailException refusal = await RefusalOfAsync(() => waiting);
        Assert.Equal(MailError.OwnerUnreachable, refusal.Error);
        Assert.Contains("4711", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using CancellationTokenSource limit = new(Patience);
        while (!await condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
