using System.Net;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Logon;
using MailAdmin.Tests.Dialogues;

using static MailAdmin.Tests.Server.TestStore;

namespace MailAdmin.Tests.Server;

/// <summary>Guessed passwords: what they are counted by, and what is done about them.</summary>
public sealed class LogonThrottleTests
{
    private const int Limit = 3;
    private const string Ann = "ann@example.test";
    private const string Home = "192.0.2.1";
    private const string Elsewhere = "198.51.100.7";
    private static readonly FailureCause Cause = new(Ann, Home, MailProtocol.Imap);
    private readonly ManualClock clock = new(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void A_flood_of_addresses_fills_no_memory_and_frees_nobody_who_is_blocked()
    {
        FailureTable<int> table = new(100, clock);
        for (int blocked = 0; blocked < 30; blocked++)
        {
            for (int i = 0; i < Limit; i++)
            {
                table.Add(blocked, Limit, TimeSpan.FromMinutes(5), Cause);
            }
        }

        for (int stranger = 1_000; stranger < 11_000; stranger++)
        {
            table.Add(stranger, Limit, TimeSpan.FromMinutes(5), Cause);
        }

        Assert.InRange(table.Count, 30, 100);
        Assert.Equal(30, table.List(Limit).Count());
    }

    [Theory]
    [InlineData(-900)]
    [InlineData(900)]
    public void A_clock_that_is_set_neither_ends_a_block_nor_lengthens_it(int days)
    {
        FailureTable<int> table = new(100, clock);
        table.Add(1, limit: 1, TimeSpan.FromMinutes(5), Cause);

        clock.Jump(TimeSpan.FromDays(days));

        Assert.NotNull(table.Find(1));
        (_, _, DateTimeOffset since, DateTimeOffset until) = Assert.Single(table.List(1));
        Assert.Equal((clock.GetUtcNow(), clock.GetUtcNow() + TimeSpan.FromMinutes(5)), (since, until));
        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Null(table.Find(1));
    }

    [Theory]
    [InlineData(Ann)]
    [InlineData("nobody@example.test")]
    public async Task Guesses_from_many_addresses_slow_down_others_and_never_the_networks_of_the_account(string name)
    {
        await using TestStore store = await CreateAsync();
        Assert.Null((await LogOnAsync(store, Ann, "secret", Home)).Refusal);

        await GuessAsync(store, name, 2 * Limit);
        TimeSpan first = await ElapsedAsync(() => LogOnAsync(store, name, "wrong", Elsewhere));
        await GuessAsync(store, name, 8 * Limit);
        TimeSpan later = await ElapsedAsync(() => LogOnAsync(store, name, "secret", Elsewhere));

        Assert.InRange(first, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        Assert.InRange(later, TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(9));
        Task<LogonOutcome> atHome = LogOnAsync(store, Ann, "secret", Home);
        Assert.Null((await atHome.WaitAsync(TimeSpan.FromSeconds(60))).Refusal);
    }

    [Fact]
    public async Task The_right_password_logs_on_during_an_attack_and_its_network_is_known_from_then_on()
    {
        await using TestStore store = await CreateAsync();
        await GuessAsync(store, Ann, 2 * Limit);

        LogonOutcome outcome = default;
        await ElapsedAsync(async () => outcome = await LogOnAsync(store, Ann, "secret", Elsewhere));

        Assert.Null(outcome.Refusal);
        Assert.Null((await LogOnAsync(store, Ann, "secret", Elsewhere).WaitAsync(TimeSpan.FromSeconds(60))).Refusal);
    }

    [Fact]
    public async Task A_device_with_an_old_password_is_no_attack()
    {
        await using TestStore store = await CreateAsync();
        Assert.Null((await LogOnAsync(store, Ann, "secret", Home)).Refusal);

        for (int round = 0; round < 3; round++)
        {
            for (int i = 0; i < Limit; i++)
            {
                Assert.Equal(MailError.LogonFailed, (await LogOnAsync(store, Ann, "old", Home)).Refusal);
            }

            clock.Advance(TimeSpan.FromMinutes(5));
        }

        Assert.Empty(await BlocksAsync(store));
    }

    [Fact]
    public async Task Blocks_are_listed_with_their_reason_and_can_be_removed()
    {
        await using TestStore store = await CreateAsync();
        for (int i = 0; i < Limit; i++)
        {
            await LogOnAsync(store, "eve@example.test", "wrong", "2001:db8::1");
        }

        await GuessAsync(store, Ann, 2 * Limit);

        IReadOnlyList<MailLogonBlock> blocks = await BlocksAsync(store);
        MailLogonBlock address = Assert.Single(blocks, block => block.Effect == MailLogonEffect.Blocked);
        MailLogonBlock account = Assert.Single(blocks, block => block.Effect == MailLogonEffect.Slowed);
        Assert.Equal(("2001:db8::/64", null, Limit), (address.ClientAddress, address.Account, address.Failures));
        Assert.Equal(("eve@example.test", "2001:db8::1"), (address.LastUserName, address.LastClientAddress));
        Assert.Equal((null, Ann, 2 * Limit), (account.ClientAddress, account.Account, account.Failures));
        Assert.Equal(address, Assert.Single(await BlocksAsync(store, "2001:db8::ffff")));
        Assert.Equal(account, Assert.Single(await BlocksAsync(store, account: "ann*")));

        await store.Engine.SendAsync(new UnblockAddress("2001:db8::/64"), None);
        await store.Engine.SendAsync(new UnblockAccount("ANN@example.test"), None);

        Assert.Empty(await BlocksAsync(store));
        Assert.Null((await LogOnAsync(store, Ann, "secret", "2001:db8::2")).Refusal);
        MailException gone = await RefusalOfAsync(() => store.Engine.SendAsync(new UnblockAddress("2001:db8::1"), None));
        MailException bad = await RefusalOfAsync(() => store.Engine.SendAsync(new UnblockAddress("home"), None));
        Assert.Equal((MailError.LogonBlockNotFound, MailError.InvalidArgument), (gone.Error, bad.Error));
    }

    private async Task<TestStore> CreateAsync()
    {
        TestStore store = await TestStore.CreateAsync(clock);
        await store.AddDomainAsync("example.test");
        await store.AddAccountAsync(Ann);
        await store.Engine.SendAsync(
            new SetStore(StoreValues("LogonFailureLimit") with { LogonFailureLimit = Limit }), None);
        return store;
    }

    // Each from an address of its own.
    private static async Task GuessAsync(TestStore store, string name, int count)
    {
        LogonThrottle throttle = store.Authenticator.Throttle;
        StoreSettings settings = await store.Storage.Directory.GetSettingsAsync(None);
        for (int i = 0; i < count; i++)
        {
            IPAddress address = new([203, 0, 113, (byte)i]);
            throttle.CountFailure(
                new FailureCause(name, address.ToString(), MailProtocol.Imap), address, isKnown: false, settings);
        }
    }

    // The delay that the logon asks for: the clock goes on while passwords are derived too.
    private async Task<TimeSpan> ElapsedAsync(Func<Task> logon)
    {
        int begun = clock.Delays.Count;
        Task running = logon();
        while (!running.IsCompleted)
        {
            if (clock.HasDelayWithin(TimeSpan.FromSeconds(8)))
            {
                clock.Advance(TimeSpan.FromMilliseconds(250));
            }

            await Task.WhenAny(running, Task.Delay(1));
        }

        await running;
        return clock.Delays.Skip(begun).Where(delay => delay <= TimeSpan.FromSeconds(8)).DefaultIfEmpty().Max();
    }

    private static async Task<IReadOnlyList<MailLogonBlock>> BlocksAsync(
        TestStore store, string? address = null, string? account = null) =>
        await store.Engine.SendAsync(new GetLogonBlocks(address, account), None);

    private static async Task<LogonOutcome> LogOnAsync(TestStore store, string name, string password, string address) =>
        await store.Authenticator.LogOnAsync(
            new LogonAttempt(name, MailProtocol.Imap, IPAddress.Parse(address), "PLAIN"), password, None);
}
