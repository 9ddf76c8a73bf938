using MailAdmin.Contracts;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MailAdmin.Tests.Storage;

/// <summary>The change journal, undoing, logons and used sizes.</summary>
public sealed class DirectoryHistoryTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly ChangeOrigin Ann = new("ann", "Set-MailAccount", 7);
    private static readonly EmailAddress Bob = EmailAddress.Parse("bob@example.test");
    private static readonly EmailAddress Team = EmailAddress.Parse("team@example.test");
    private static readonly EmailAddress Staff = EmailAddress.Parse("staff@example.test");
    private static readonly DomainName Domain = DomainName.Parse("example.test");

    [Fact]
    public async Task Changes_are_listed_newest_first_with_who_and_what()
    {
        await using TestStore store = await TestStore.CreateAsync();
        await store.AddAccountAsync("bob@example.test");
        await UpdateBobAsync(store, account => account with { DisplayName = "Bob", Quota = MailSize.Parse("5 MB") });
        await UpdateBobAsync(store, account => account with { Quota = new MailSize(1_500_000_001) });

        MailChange[] changes = await FindAsync(store, new ChangeFilter());

        Assert.Equal(["Account", "Account", "Account", "Domain", "Settings"], changes.Select(change => change.Kind));
        Assert.Equal(
            changes.Select(change => change.Sequence).Distinct().OrderDescending(),
            changes.Select(change => change.Sequence));
        MailChange last = changes[0];
        Assert.Equal(
            ("ann", "Set-MailAccount", 7, "bob@example.test"), (last.Who, last.Command, last.ProcessId, last.Target));
        Assert.Equal(ChangeAction.Changed, last.Action);
        Assert.Equal(new Dictionary<string, string> { ["Quota"] = "5 MB" }, last.Before);
        Assert.Equal(new Dictionary<string, string> { ["Quota"] = "1500000001" }, last.After);
        Assert.Equal(new Dictionary<string, string> { ["DisplayName"] = "Bob", ["Quota"] = "5 MB" }, changes[1].After);
        Assert.Empty(changes[1].Before);
        Assert.Equal((ChangeAction.Created, 0), (changes[2].Action, changes[2].Before.Count));
        Assert.Equal(
            new Dictionary<string, string> { ["Id"] = "1", ["Address"] = "bob@example.test" }, changes[2].After);
    }

    [Theory]
    [InlineData("who", 2)]
    [InlineData("target", 3)]
    [InlineData("exact", 3)]
    [InlineData("command", 2)]
    [InlineData("first", 1)]
    [InlineData("sequence", 1)]
    [InlineData("none", 0)]
    public async Task Changes_are_filtered(string by, int count)
    {
        await using TestStore store = await TestStore.CreateAsync();
        await store.AddAccountAsync("bob@example.test");
        await store.AddAccountAsync("carl@example.test");
        await UpdateBobAsync(store, account => account with { DisplayName = "a" });
        await UpdateBobAsync(store, account => account with { DisplayName = "b" });
        long newest = (await FindAsync(store, new ChangeFilter { First = 1 }))[0].Sequence;
        ChangeFilter filter = by switch
        {
            "who" => new ChangeFilter { Who = "A*" },
            "target" => new ChangeFilter { Target = "b*@example.test" },
            "exact" => new ChangeFilter { Target = "BOB@example.test" },
            "command" => new ChangeFilter { Command = "Set-*" },
            "first" => new ChangeFilter { Target = "*", First = 1 },
            "sequence" => new ChangeFilter { Sequence = newest },
            _ => new ChangeFilter { Target = "nobody" },
        };

        Assert.Equal(count, (await FindAsync(store, filter)).Length);
    }

    [Fact]
    public async Task Since_holds_although_the_clock_was_put_back()
    {
        FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));
        await using TestStore store = await TestStore.CreateAsync(timeProvider: clock);
        await store.AddDomainAsync("noon.test");
        clock.AdjustTime(clock.GetUtcNow() + TimeSpan.FromHours(-1));
        await store.AddDomainAsync("eleven.test");
        clock.Advance(TimeSpan.FromHours(2));
        await store.AddDomainAsync("one.test");

        MailChange[] changes = await FindAsync(
            store, new ChangeFilter { Since = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero), Target = "*.test" });

        Assert.Equal(["one.test", "noon.test"], changes.Select(change => change.Target));
    }

    [Fact]
    public async Task Pages_follow_each_other_without_a_gap()
    {
        const int count = 1_234;
        await using TestStore store = await TestStore.CreateAsync();
        await store.AddDomainAsync("example.test");
        await Task.WhenAll(
            Enumerable.Range(0, count)
                .Select(i => store.Directory.Aliases.CreateAsync(AliasOf($"a{i}@example.test"), Ann, None)));

        MailChange[] all = await FindAsync(store, new ChangeFilter { Who = "ann" });
        MailChange[] some = await FindAsync(store, new ChangeFilter { Target = "*7@*" });

        Assert.Equal(
            Enumerable.Range(0, count).Reverse().Select(i => $"a{i}@example.test"),
            all.Select(change => change.Target));
        Assert.Equal(
            all.Where(change => change.Target.Contains("7@", StringComparison.Ordinal))
                .Select(change => change.Sequence),
            some.Select(change => change.Sequence));
    }

    [Fact]
    public async Task A_secret_is_never_shown_and_not_in_the_journal_of_the_file()
    {
        byte[] secret = [.. Enumerable.Range(1, 48).Select(i => (byte)(i * 5))];
        await using TestStore store = await TestStore.CreateAsync();
        await store.AddAccountAsync("bob@example.test");
        await UpdateBobAsync(store, account => account with { Password = ScramCredential.Create("one", 1_000) });
        await UpdateBobAsync(store, account => account with { Password = ScramCredential.Create("two", 1_000) });
        await store.Directory.UpdateSettingsAsync(settings => settings with { SmartHostSecret = secret }, Ann, None);
        await store.Directory.UpdateSettingsAsync(settings => settings with { SmartHostSecret = null }, Ann, None);

        MailChange[] changes = await FindAsync(store, new ChangeFilter { Who = "ann" });

        Dictionary<string, string> hidden = new() { ["SmartHostSecret"] = "********" };
        Assert.Equal(hidden, changes[0].Before);
        Assert.Empty(changes[0].After);
        Assert.Equal(hidden, changes[1].After);
        Dictionary<string, string> password = new() { ["Password"] = "********" };
        Assert.Equal(password, changes[2].Before);
        Assert.Equal(password, changes[2].After);
        await store.CloseAsync();
        using LiteDB.LiteDatabase file = new(Path.Combine(store.Path, "directory.db"));
        string journal = string.Join(
            "\n", file.GetCollection("changes").FindAll().Select(document => document.ToString()));
        Assert.Contains("********", journal, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(secret), journal, StringComparison.Ordinal);
        Assert.DoesNotContain("storedKey", journal, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("zeroed")]
    [InlineData("former")]
    public async Task The_journal_is_the_same_when_the_file_was_made_again(string how)
    {
        await using TestStore store = await FillAsync();
        string before = Describe(await FindAsync(store, new ChangeFilter()));
        await store.CloseAsync();
        string path = Path.Combine(store.Path, "directory.db");
        switch (how)
        {
            case "deleted":
                File.Delete(path);
                break;
            case "zeroed":
                File.WriteAllBytes(path, new byte[new FileInfo(path).Length]);
                break;
            default:
                File.Move(path, path + ".former");
                break;
        }

        await store.OpenAsync();

        Assert.Equal(before, Describe(await FindAsync(store, new ChangeFilter())));
        await store.AddDomainAsync("late.test");
        Assert.Equal("late.test", (await FindAsync(store, new ChangeFilter { First = 1 }))[0].Target);
        await store.ReopenAsync();
        Assert.Empty(store.Storage.OpeningFindings);
        Assert.Equal(before, Describe((await FindAsync(store, new ChangeFilter()))[1..]));
    }

    [Fact]
    public async Task The_journal_gets_what_it_lacks_when_the_file_is_behind()
    {
        await using TestStore store = await FillAsync();
        await store.CloseAsync();
        byte[] old = await File.ReadAllBytesAsync(Path.Combine(store.Path, "directory.db"));
        await store.OpenAsync();
        await store.AddDomainAsync("late.test");
        string before = Describe(await FindAsync(store, new ChangeFilter()));
        await store.CloseAsync();
        await File.WriteAllBytesAsync(Path.Combine(store.Path, "directory.db"), old);

        await store.OpenAsync();

        Assert.Equal(before, Describe(await FindAsync(store, new ChangeFilter())));
    }

    [Fact]
    public async Task A_damaged_journal_is_made_again_when_it_is_read()
    {
        await using TestStore store = await FillAsync();
        string before = Describe(await FindAsync(store, new ChangeFilter()));
        await store.CloseAsync();
        using (LiteDB.LiteDatabase file = new(Path.Combine(store.Path, "directory.db")))
        {
            LiteDB.ILiteCollection<LiteDB.BsonDocument> changes = file.GetCollection("changes");
            LiteDB.BsonDocument one = changes.FindAll().First();
            one["who"] = "somebody else";
            changes.Update(one);
        }

        await store.OpenAsync();

        Assert.Equal(before, Describe(await FindAsync(store, new ChangeFilter())));
    }

    [Fact]
    public async Task The_file_opens_with_other_tools_when_the_store_is_closed()
    {
        await using TestStore store = await FillAsync();
        await store.CloseAsync();

        using LiteDB.LiteDatabase file = new(Path.Combine(store.Path, "directory.db"));

        Assert.Equal(3, file.GetCollection("state").FindById("settings")["schema"].AsInt32);
        Assert.Equal("example.test", file.GetCollection("accounts").FindById("bob@example.test")["domain"].AsString);
        Assert.Contains(
            "\"address\":\"bob@example.test\"",
            file.GetCollection("accounts").FindById("bob@example.test")["record"].AsString,
            StringComparison.Ordinal);
        Assert.True(file.GetCollection("changes").Count("target = 'bob@example.test'") > 1);
        Assert.False(new FileInfo(Path.Combine(store.Path, "directory-log.db")) is { Exists: true, Length: > 0 });
    }

    [Fact]
    public async Task A_change_of_each_kind_is_undone()
    {
        await using TestStore store = await FillAsync();
        IDirectory directory = store.Directory;
        string before = await DirectoryTests.DescribeAsync(store);
        await UpdateBobAsync(
            store, account => account with { DisplayName = "Robert", Password = ScramCredential.Create("two", 1_000) });
        await directory.Aliases.UpdateAsync(Team, alias => alias with { Enabled = false }, Ann, None);
        await directory.Groups.UpdateAsync(Staff, group => group with { Member = [] }, Ann, None);
        await directory.Domains.UpdateAsync(
            Domain, domain => domain with { AliasDomain = [], CatchAll = null }, Ann, None);
        await directory.UpdateSettingsAsync(
            settings => settings with { MaxRecipients = 5, QuotaWarning = [1] }, Ann, None);
        await directory.Accounts.RenameAsync(Bob, EmailAddress.Parse("robert@example.test"), Ann, None);

        foreach (MailChange change in await FindAsync(store, new ChangeFilter { First = 6 }))
        {
            await directory.History.UndoAsync(change.Sequence, Ann, None);
        }

        Assert.Equal(before, await DirectoryTests.DescribeAsync(store));
        await store.ReopenAsync();
        Assert.Equal(before, await DirectoryTests.DescribeAsync(store));
    }

    [Fact]
    public async Task What_was_made_is_removed_and_what_was_removed_is_made_again()
    {
        await using TestStore store = await FillAsync();
        IDirectory directory = store.Directory;
        string before = await DirectoryTests.DescribeAsync(store);
        await directory.Aliases.RemoveAsync(Team, Ann, None);
        await directory.Groups.RemoveAsync(Staff, Ann, None);
        await store.AddDomainAsync("new.test");
        await store.AddAccountAsync("new@new.test");
        await directory.Aliases.CreateAsync(AliasOf("new@example.test"), Ann, None);
        await directory.Groups.CreateAsync(new GroupRecord { Address = EmailAddress.Parse("g@example.test") }, Ann, None);

        foreach (MailChange change in await FindAsync(store, new ChangeFilter { First = 6 }))
        {
            await directory.History.UndoAsync(change.Sequence, Ann, None);
        }

        Assert.Equal(before, await DirectoryTests.DescribeAsync(store));
    }

    [Fact]
    public async Task A_domain_removed_with_aliases_and_groups_comes_back_whole_and_undoing_is_a_change_too()
    {
        await using TestStore store = await TestStore.CreateAsync();
        IDirectory directory = store.Directory;
        await store.AddDomainAsync("example.test");
        await directory.Aliases.CreateAsync(AliasOf("team@example.test"), Ann, None);
        await directory.Groups.CreateAsync(new GroupRecord { Address = Staff, Member = [Team] }, Ann, None);
        await directory.Domains.UpdateAsync(Domain, domain => domain with { CatchAll = Team }, Ann, None);
        string before = await DirectoryTests.DescribeAsync(store);
        await directory.Domains.RemoveAsync(Domain, recurse: true, Ann, None);
        string without = await DirectoryTests.DescribeAsync(store);
        long removal = (await FindAsync(store, new ChangeFilter { First = 1 }))[0].Sequence;

        long undoing = await directory.History.UndoAsync(removal, new ChangeOrigin("carl", "Undo-MailChange", 9), None);

        Assert.Equal(before, await DirectoryTests.DescribeAsync(store));
        MailChange[] changes = await FindAsync(store, new ChangeFilter { Sequence = undoing });
        Assert.Equal(3, changes.Length);
        Assert.All(changes, change => Assert.Equal(("carl", ChangeAction.Created), (change.Who, change.Action)));
        await directory.History.UndoAsync(undoing, Ann, None);
        Assert.Equal(without, await DirectoryTests.DescribeAsync(store));
    }

    [Fact]
    public async Task What_was_changed_since_is_not_undone_but_the_rest_of_the_object_may_differ()
    {
        await using TestStore store = await FillAsync();
        long first = await UpdateBobAsync(store, account => account with { DisplayName = "one" });
        long second = await UpdateBobAsync(store, account => account with { DisplayName = "two" });
        await UpdateBobAsync(store, account => account with { MaxSendPerDay = 3 });

        await AssertRefusedAsync(MailError.ChangeConflict, () => store.Directory.History.UndoAsync(first, Ann, None));
        await store.Directory.History.UndoAsync(second, Ann, None);

        AccountRecord bob = (await store.Directory.Accounts.FindAsync(Bob, None))!;
        Assert.Equal(("one", 3), (bob.DisplayName, bob.MaxSendPerDay));
        await store.Directory.Accounts.RemoveAsync(Bob, Ann, None);
        await AssertRefusedAsync(MailError.ChangeConflict, () => store.Directory.History.UndoAsync(second, Ann, None));
    }

    [Fact]
    public async Task An_account_that_is_gone_and_one_that_has_mail_stay_so()
    {
        await using TestStore store = await TestStore.CreateAsync();
        AccountId bob = await store.AddAccountAsync("bob@example.test");
        long creation = (await FindAsync(store, new ChangeFilter { First = 1 }))[0].Sequence;
        await store.AppendAsync(MailboxId.InboxOf(bob), "hello");

        await AssertRefusedAsync(
            MailError.ChangeIrreversible, () => store.Directory.History.UndoAsync(creation, Ann, None));
        await store.Directory.Accounts.RemoveAsync(Bob, Ann, None);
        long removal = (await FindAsync(store, new ChangeFilter { First = 1 }))[0].Sequence;

        await AssertRefusedAsync(
            MailError.ChangeIrreversible, () => store.Directory.History.UndoAsync(removal, Ann, None));
        await AssertRefusedAsync(
            MailError.ChangeNotFound, () => store.Directory.History.UndoAsync(removal + 1_000, Ann, None));
        await AssertRefusedAsync(
            MailError.ChangeNotFound, () => store.Directory.History.UndoAsync(creation + 1, Ann, None));
    }

    [Fact]
    public async Task An_undo_that_breaks_a_rule_changes_nothing()
    {
        await using TestStore store = await FillAsync();
        await store.Directory.Aliases.RemoveAsync(Team, Ann, None);
        long removal = (await FindAsync(store, new ChangeFilter { First = 1 }))[0].Sequence;
        await store.AddAccountAsync("team@example.test");
        string before = await DirectoryTests.DescribeAsync(store);

        await AssertRefusedAsync(MailError.AccountExists, () => store.Directory.History.UndoAsync(removal, Ann, None));

        Assert.Equal(before, await DirectoryTests.DescribeAsync(store));
    }

    [Fact]
    public async Task The_last_twenty_logons_are_kept_newest_first()
    {
        await using TestStore store = await TestStore.CreateAsync();
        AccountId bob = await store.AddAccountAsync("bob@example.test");
        for (int i = 0; i < 15; i++)
        {
            store.Directory.RecordLogon(LogonOf(bob, i));
        }

        await store.ReopenAsync();
        for (int i = 15; i < 25; i++)
        {
            store.Directory.RecordLogon(LogonOf(bob, i));
        }

        IReadOnlyList<LogonRecord> logons = await store.Directory.History.ListLogonsAsync(bob, None);
        await store.ReopenAsync();
        IReadOnlyList<LogonRecord> later = await store.Directory.History.ListLogonsAsync(bob, None);

        Assert.Equal(Enumerable.Range(5, 20).Reverse().Select(i => LogonOf(bob, i)), logons);
        Assert.Equal(logons, later);
        await store.Directory.Accounts.RemoveAsync(Bob, Ann, None);
        Assert.Empty(await store.Directory.History.ListLogonsAsync(bob, None));
    }

    [Fact]
    public async Task Used_sizes_are_recorded_once_a_day_and_at_closing()
    {
        FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));
        await using TestStore store = await TestStore.CreateAsync(timeProvider: clock);
        AccountId bob = await store.AddAccountAsync("bob@example.test");
        await store.AppendAsync(MailboxId.InboxOf(bob), new byte[1_000]);
        await store.CloseAsync();
        clock.Advance(TimeSpan.FromDays(1));
        await store.OpenAsync();
        await store.AppendAsync(MailboxId.InboxOf(bob), new byte[500]);
        await store.ReopenAsync();

        DailyUsage[] usage = await ListUsageAsync(store, bob);

        Assert.Equal(
            [
                new DailyUsage(bob, new DateOnly(2026, 1, 1), new MailSize(1_000)),
                new DailyUsage(bob, new DateOnly(2026, 1, 2), new MailSize(1_500))
            ],
            usage);
        Assert.Equal(usage, await ListUsageAsync(store, null));
    }

    [Fact]
    public async Task Used_sizes_survive_a_file_that_is_made_again_and_a_clock_that_jumps()
    {
        FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));
        await using TestStore store = await TestStore.CreateAsync(timeProvider: clock);
        AccountId bob = await store.AddAccountAsync("bob@example.test");
        await store.AppendAsync(MailboxId.InboxOf(bob), new byte[1_000]);
        store.Directory.RecordLogon(LogonOf(bob, 1));
        await store.CloseAsync();
        clock.Advance(TimeSpan.FromDays(25_000));
        await store.OpenAsync();
        await store.Storage.RepairAsync(
            [
                new MailStoreFinding { Code = "DirectoryBehind", Severity = FindingSeverity.Warning, Target = "", Repairable = true }
            ],
            null,
            None);

        DailyUsage[] usage = await ListUsageAsync(store, null);

        Assert.Equal(new DailyUsage(bob, new DateOnly(2026, 1, 1), new MailSize(1_000)), usage[0]);
        Assert.Equal([LogonOf(bob, 1)], await store.Directory.History.ListLogonsAsync(bob, None));
        Assert.False(File.Exists(Path.Combine(store.Path, "directory.db.former")));
    }

    private static LogonRecord LogonOf(AccountId account, int minute) =>
        new(
            account,
            new DateTimeOffset(2026, 1, 2, 3, minute, 5, TimeSpan.Zero),
            MailProtocol.Imap,
            $"192.0.2.{minute}");

    private static AliasRecord AliasOf(string address) =>
        new() { Address = EmailAddress.Parse(address), Target = [EmailAddress.Parse("x@elsewhere.test")] };

    private static async Task<TestStore> FillAsync()
    {
        TestStore store = await TestStore.CreateAsync();
        await store.AddDomainAsync(
            "example.test", domain => domain with { AliasDomain = [DomainName.Parse("other.test")] });
        await store.AddAccountAsync("bob@example.test");
        await UpdateBobAsync(store, account => account with { Password = ScramCredential.Create("one", 1_000) });
        await store.Directory.Aliases.CreateAsync(AliasOf("team@example.test"), Ann, None);
        await store.Directory.Groups.CreateAsync(new GroupRecord { Address = Staff, Member = [Bob] }, Ann, None);
        await store.Directory.Domains.UpdateAsync(Domain, domain => domain with { CatchAll = Bob }, Ann, None);
        await store.Directory.Aliases.CreateAsync(AliasOf("gone@example.test"), Ann, None);
        await store.Directory.Aliases.RemoveAsync(EmailAddress.Parse("gone@example.test"), Ann, None);
        return store;
    }

    private static async Task<long> UpdateBobAsync(TestStore store, Func<AccountRecord, AccountRecord> change)
    {
        await store.Directory.Accounts.UpdateAsync(Bob, change, Ann, None);
        return (await FindAsync(store, new ChangeFilter { First = 1 }))[0].Sequence;
    }

    private static async Task<MailChange[]> FindAsync(TestStore store, ChangeFilter filter)
    {
        List<MailChange> changes = [];
        await foreach (MailChange change in store.Directory.History.FindChangesAsync(filter, None))
        {
            changes.Add(change);
        }

        return [.. changes];
    }

    private static async Task<DailyUsage[]> ListUsageAsync(TestStore store, AccountId? account)
    {
        List<DailyUsage> all = [];
        await foreach (
            DailyUsage usage in store.Directory.History.ListUsageAsync(account, new DateOnly(2026, 1, 1), None))
        {
            all.Add(usage);
        }

        return [.. all];
    }

    private static string Describe(MailChange[] changes) => System.Text.Json.JsonSerializer.Serialize(changes);

    private static async Task AssertRefusedAsync(MailError error, Func<Task> action) =>
        Assert.Equal(error, (await Assert.ThrowsAsync<MailException>(action)).Error);
}
