using MailAdmin.Contracts;
using Xunit;

namespace MailAdmin.Tests.Storage;

public sealed class DirectoryTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly ScramCredential Password = ScramCredential.Create("correct horse", 1_000);

    [Fact]
    public async Task Everything_is_the_same_after_reopening()
    {
        await using TestStore store = await TestStore.CreateAsync();
        await FillAsync(store);
        string before = await DescribeAsync(store);

        await store.ReopenAsync();

        Assert.Equal(before, await DescribeAsync(store));
        Assert.Empty(store.Storage.OpeningFindings);
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("emptied")]
    [InlineData("zeroed")]
    [InlineData("garbage")]
    [InlineData("page")]
    public async Task A_directory_file_that_is_damaged_is_made_again_from_the_log(string damage)
    {
        await using TestStore store = await TestStore.CreateAsync();
        await FillAsync(store);
        string before = await DescribeAsync(store);
        await store.CloseAsync();
        Damage(Path.Combine(store.Path, "directory.db"), damage);

        await store.OpenAsync();

        Assert.Equal(before, await DescribeAsync(store));
        Assert.Equal("DirectoryRebuilt", Assert.Single(store.Storage.OpeningFindings).Code);
        await store.ReopenAsync();
        Assert.Empty(store.Storage.OpeningFindings);
        Assert.Equal(before, await DescribeAsync(store));
    }

    [Fact]
    public async Task A_directory_file_that_is_behind_gets_what_it_lacks()
    {
        await using TestStore store = await TestStore.CreateAsync();
        await FillAsync(store);
        await store.CloseAsync();
        byte[] old = await File.ReadAllBytesAsync(Path.Combine(store.Path, "directory.db"));
        await store.OpenAsync();
        await store.AddAccountAsync("late@example.test");
        await store.Directory.Aliases.RemoveAsync(EmailAddress.Parse("team@example.test"), TestStore.Origin, None);
        string before = await DescribeAsync(store);
        await store.CloseAsync();
        await File.WriteAllBytesAsync(Path.Combine(store.Path, "directory.db"), old);

        await store.OpenAsync();

        Assert.Equal(before, await DescribeAsync(store));
    }

    [Fact]
    public async Task Addresses_and_names_are_unique_across_accounts_aliases_and_domains()
    {
        await using TestStore store = await TestStore.CreateAsync();
        await FillAsync(store);
        string before = await DescribeAsync(store);
        IDirectory directory = store.Directory;
        EmailAddress ann = EmailAddress.Parse("Ann@example.test");
        EmailAddress team = EmailAddress.Parse("team@EXAMPLE.test");

        await AssertRefusedAsync(
            MailError.AccountExists,
            "Ann@example.test",
            () => directory.Accounts.CreateAsync(new AccountRecord { Address = ann }, TestStore.Origin, None));
        await AssertRefusedAsync(
            MailError.AliasExists,
            team.ToString(),
            () => directory.Accounts.CreateAsync(new AccountRecord { Address = team }, TestStore.Origin, None));
        await AssertRefusedAsync(
            MailError.AccountExists,
            "Ann@example.test",
            () =>
                directory.Aliases.CreateAsync(new AliasRecord { Address = ann, Target = [team] }, TestStore.Origin, None));
        await AssertRefusedAsync(
            MailError.AliasExists,
            team.ToString(),
            () => directory.Accounts.RenameAsync(ann, team, TestStore.Origin, None));
        await AssertRefusedAsync(MailError.DomainExists, "example.test", () => store.AddDomainAsync("example.test"));
        await AssertRefusedAsync(MailError.DomainExists, "other.test", () => store.AddDomainAsync("other.test"));
        await AssertRefusedAsync(
            MailError.DomainExists,
            "example.test",
            () =>
                store.AddDomainAsync(
                    "new.test", domain => domain with { AliasDomain = [DomainName.Parse("example.test")] }));
        await AssertRefusedAsync(
            MailError.DomainNotFound,
            "other.test",
            () =>
                directory.Accounts.CreateAsync(
                    new AccountRecord { Address = EmailAddress.Parse("x@other.test") }, TestStore.Origin, None));
        await AssertRefusedAsync(
            MailError.DomainNotFound,
            "none.test",
            () => directory.Accounts.RenameAsync(ann, EmailAddress.Parse("ann@none.test"), TestStore.Origin, None));

        Assert.Equal(before, await DescribeAsync(store));
    }

    [Fact]
    public async Task Loops_of_aliases_and_forwards_are_refused()
    {
        await using TestStore store = await TestStore.CreateAsync();
        await FillAsync(store);
        IDirectory directory = store.Directory;
        EmailAddress ann = EmailAddress.Parse("ann@example.test");
        EmailAddress team = EmailAddress.Parse("team@example.test");
        string before = await DescribeAsync(store);

        await AssertRefusedAsync(
            MailError.AliasLoop,
            "team@example.test",
            () => directory.Aliases.UpdateAsync(team, alias => alias with { Target = [team] }, TestStore.Origin, None));
        await AssertRefusedAsync(
            MailError.AliasLoop,
            "ann@example.test",
            () =>
                directory.Accounts.UpdateAsync(
                    ann, account => account with { ForwardTo = [team] }, TestStore.Origin, None));
        await AssertRefusedAsync(
            MailError.AliasLoop,
            "ann@example.test",
            () =>
                directory.Accounts.UpdateAsync(
                    ann,
                    account => account with { ForwardTo = [EmailAddress.Parse("team@other.test")] },
                    TestStore.Origin,
                    None));
        await AssertRefusedAsync(
            MailError.InvalidTarget,
            "team@example.test",
            () => directory.Aliases.UpdateAsync(team, alias => alias with { Target = [] }, TestStore.Origin, None));

        Assert.Equal(before, await DescribeAsync(store));
    }

    [Fact]
    public async Task A_domain_takes_no_more_accounts_than_it_may_have()
    {
        await using TestStore store = await TestStore.CreateAsync();
        await store.AddDomainAsync("small.test", domain => domain with { MaxAccounts = 2 });

        Task<AccountId>[] all = [.. Enumerable.Range(0, 6).Select(i => store.AddAccountAsync($"a{i}@small.test"))];
        foreach (Task<AccountId> one in all)
        {
            await Task.WhenAny(one);
        }

        Assert.Equal(2, all.Count(one => one.IsCompletedSuccessfully));
        Assert.All(
            all.Where(one => one.IsFaulted),
            one => Assert.Equal(MailError.DomainFull, ((MailException)one.Exception!.InnerException!).Error));
        DomainName small = DomainName.Parse("small.test");
        Assert.Equal(2, await store.Directory.Accounts.CountAsync(small, None));
        Assert.Equal(0, await store.Directory.Aliases.CountAsync(small, None));
    }

    [Fact]
    public async Task A_domain_with_accounts_goes_only_when_that_is_asked_for_and_takes_their_mail_along()
    {
        await using TestStore store = await TestStore.CreateAsync();
        await FillAsync(store);
        AccountRecord ann = (await store.Directory.Accounts.FindAsync(EmailAddress.Parse("ann@example.test"), None))!;
        await store.AppendAsync(MailboxId.InboxOf(ann.Id), new byte[2 << 20]);
        DomainName name = DomainName.Parse("example.test");

        await AssertRefusedAsync(
            MailError.DomainNotEmpty,
            "example.test",
            () => store.Directory.Domains.RemoveAsync(name, recurse: false, TestStore.Origin, None));
        await store.Directory.Domains.RemoveAsync(name, recurse: true, TestStore.Origin, None);

        Assert.Null(await store.Directory.Accounts.FindAsync(ann.Id, None));
        Assert.Equal(0, await store.Directory.Accounts.CountAsync(null, None));
        Assert.Equal(0, await store.Directory.Aliases.CountAsync(null, None));
        Assert.Empty(Directory.GetFiles(Path.Combine(store.Path, "mail", "large")));
        await store.ReopenAsync();
        Assert.Equal(0, await store.Directory.Accounts.CountAsync(null, None));
        Assert.Equal(0, await store.Directory.Aliases.CountAsync(null, None));
        Assert.Null(await store.Directory.Domains.FindAsync(name, None));
    }

    [Fact]
    public async Task A_renamed_account_keeps_its_number_mail_and_uids()
    {
        await using TestStore store = await TestStore.CreateAsync();
        AccountId ann = await store.AddAccountAsync("ann@example.test");
        await store.AddDomainAsync("new.test");
        Uid uid = await store.AppendAsync(MailboxId.InboxOf(ann), "hello");
        MailboxInfo before = await store.InfoAsync(MailboxId.InboxOf(ann));

        AccountRecord renamed = await store.Directory.Accounts.RenameAsync(
            EmailAddress.Parse("ann@example.test"), EmailAddress.Parse("Anna@new.test"), TestStore.Origin, None);
        await store.ReopenAsync();

        Assert.Equal(ann, renamed.Id);
        Assert.Equal(ann, (await store.Directory.Accounts.FindAsync(EmailAddress.Parse("anna@new.test"), None))!.Id);
        Assert.Null(await store.Directory.Accounts.FindAsync(EmailAddress.Parse("ann@example.test"), None));
        Assert.Equivalent(before, await store.InfoAsync(MailboxId.InboxOf(ann)));
        Assert.Equal("hello", await store.ReadTextAsync(MailboxId.InboxOf(ann), uid));
    }

    [Fact]
    public async Task An_account_number_is_never_given_twice()
    {
        await using TestStore store = await TestStore.CreateAsync();
        AccountId first = await store.AddAccountAsync("ann@example.test");
        uint validity = (await store.InfoAsync(MailboxId.InboxOf(first))).UidValidity;

        await store.Directory.Accounts.RemoveAsync(EmailAddress.Parse("ann@example.test"), TestStore.Origin, None);
        await store.ReopenAsync();
        AccountId second = await store.AddAccountAsync("ann@example.test");

        Assert.True(second.Value > first.Value);
        Assert.True((await store.InfoAsync(MailboxId.InboxOf(second))).UidValidity > validity);
    }

    [Fact]
    public async Task Watchers_hear_of_removed_accounts_and_changed_settings()
    {
        await using TestStore store = await TestStore.CreateAsync();
        AccountId ann = await store.AddAccountAsync("ann@example.test");
        List<DirectoryChanged> heard = [];
        using IDisposable watch = store.Directory.Watch(heard.Add);

        await store.Directory.UpdateSettingsAsync(
            settings => settings with { MaxRecipients = 7 }, TestStore.Origin, None);
        await store.Directory.Accounts.RemoveAsync(EmailAddress.Parse("ann@example.test"), TestStore.Origin, None);

        Assert.Equal(2, heard.Count);
        Assert.True(heard[0].SettingsChanged);
        Assert.Equal([ann], heard[1].Accounts);
    }

    [Fact]
    public async Task The_last_logon_is_known_after_reopening()
    {
        await using TestStore store = await TestStore.CreateAsync();
        AccountId ann = await store.AddAccountAsync("ann@example.test");
        LogonRecord logon =
            new(ann, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), MailProtocol.Imap, "192.0.2.1");

        store.Directory.RecordLogon(logon);
        await store.ReopenAsync();

        Assert.Equal(logon, await store.Directory.FindLastLogonAsync(ann, None));
    }

    [Fact]
    public async Task Settings_of_mail_to_the_world_come_back_as_they_were_given_and_have_defaults_before()
    {
        await using TestStore store = await TestStore.CreateAsync();
        StoreSettings before = await store.Directory.GetSettingsAsync(None);
        await FillAsync(store);

        await store.ReopenAsync();

        StoreSettings settings = await store.Directory.GetSettingsAsync(None);
        Assert.Equal(
            (TimeSpan.FromDays(5), TimeSpan.FromHours(4), 0),
            (before.QueueLifetime, before.DelayWarning, before.NameServer.Count));
        Assert.Equivalent(Outbound(settings), settings, strict: true);
    }

    [Fact]
    public async Task A_directory_of_the_schema_without_groups_is_taken_over()
    {
        await using TestStore store = await TestStore.CreateAsync();
        await FillAsync(store);
        await store.Directory.Groups.RemoveAsync(EmailAddress.Parse("staff@example.test"), TestStore.Origin, None);
        string before = await DescribeAsync(store);
        await store.CloseAsync();
        using (LiteDB.LiteDatabase file = new(Path.Combine(store.Path, "directory.db")))
        {
            LiteDB.ILiteCollection<LiteDB.BsonDocument> state = file.GetCollection("state");
            LiteDB.BsonDocument only = state.FindAll().Single();
            only["schema"] = 1;
            only.Remove("groups");
            state.Update(only);
            file.DropCollection("groups");
        }

        await store.OpenAsync();
        Assert.Empty(store.Storage.OpeningFindings);
        Assert.Equal(before, await DescribeAsync(store));
        GroupRecord group = new() { Address = EmailAddress.Parse("new@example.test") };
        await store.Directory.Groups.CreateAsync(group, TestStore.Origin, None);
        await store.ReopenAsync();

        Assert.Empty(store.Storage.OpeningFindings);
        Assert.NotNull(await store.Directory.Groups.FindAsync(group.Address, None));
    }

    private static async Task FillAsync(TestStore store)
    {
        await store.AddDomainAsync("example.test", domain => domain with
        {
            AliasDomain = [DomainName.Parse("other.test")],
            DefaultQuota = MailSize.Parse("1 GB"),
            Description = "a",
        });
        AccountRecord ann = new()
        {
            Address = EmailAddress.Parse("ann@example.test"),
            Password = Password,
            Quota = MailSize.Parse("5 MB"),
            QuotaWarning = [50],
            Protocol = [MailProtocol.Imap],
            Created = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.FromHours(1)),
        };
        await store.Directory.Accounts.CreateAsync(ann, TestStore.Origin, None);
        await store.AddAccountAsync("bob@example.test");
        AliasRecord team =
            new() { Address = EmailAddress.Parse("team@example.test"), Target = [ann.Address, EmailAddress.Parse("bob@example.test")] };
        await store.Directory.Aliases.CreateAsync(team, TestStore.Origin, None);
        await store.Directory.Domains.UpdateAsync(
            DomainName.Parse("example.test"),
            domain => domain with { CatchAll = team.Address },
            TestStore.Origin,
            None);
        await store.Directory.UpdateSettingsAsync(
            settings => Outbound(settings with { AdminAddress = ann.Address }), TestStore.Origin, None);
        GroupRecord staff = new()
        {
            Address = EmailAddress.Parse("Staff@example.test"),
            DisplayName = "All of us",
            Member = [team.Address, EmailAddress.Parse("guest@elsewhere.test")],
            Owner = [ann.Address],
            PostPermission = PostPermission.Owners,
            Created = ann.Created,
        };
        await store.Directory.Groups.CreateAsync(staff, TestStore.Origin, None);
    }

    private static StoreSettings Outbound(StoreSettings settings) => settings with
    {
        SmartHost = "smart.example.test:587",
        SmartHostUserName = "relay",
        SmartHostSecret = [1, 2, 3],
        NameServer = ["192.0.2.53", "[2001:db8::53]:5353"],
        RelayNetwork = ["192.0.2.0/24"],
        QueueLifetime = TimeSpan.FromDays(2),
        DelayWarning = TimeSpan.FromHours(1),
        TraceRetention = TimeSpan.FromDays(7),
    };

    internal static async Task<string> DescribeAsync(TestStore store)
    {
        List<object> everything = [await store.Directory.GetSettingsAsync(None)];
        await foreach (DomainRecord domain in store.Directory.Domains.ListAsync(domain: null, None))
        {
            everything.Add(domain);
            everything.Add((
                await store.Directory.Accounts.CountAsync(domain.Name, None),
                await store.Directory.Aliases.CountAsync(domain.Name, None)));
        }

        await foreach (AccountRecord account in store.Directory.Accounts.ListAsync(null, None))
        {
            everything.Add(account);
        }

        await foreach (AliasRecord alias in store.Directory.Aliases.ListAsync(null, None))
        {
            everything.Add(alias);
        }

        await foreach (GroupRecord group in store.Directory.Groups.ListAsync(null, None))
        {
            everything.Add(group);
        }

        return string.Join(
            "\n", everything.Select(one => System.Text.Json.JsonSerializer.Serialize(one, one.GetType())));
    }

    private static async Task AssertRefusedAsync(MailError error, string target, Func<Task> action)
    {
        MailException refused = await Assert.ThrowsAsync<MailException>(action);
        Assert.Equal((error, target), (refused.Error, refused.Target));
        Assert.Contains(target, refused.Message, StringComparison.Ordinal);
    }

    private static void Damage(string path, string how)
    {
        switch (how)
        {
            case "deleted":
                File.Delete(path);
                break;
            case "emptied":
                File.WriteAllBytes(path, []);
                File.Delete(path);
                break;
            case "zeroed":
                File.WriteAllBytes(path, new byte[new FileInfo(path).Length]);
                break;
            case "garbage":
                byte[] garbage = new byte[new FileInfo(path).Length];
                new Random(1).NextBytes(garbage);
                File.WriteAllBytes(path, garbage);
                break;
            default:
                // What one lost write looks like: octets of a record are others, and no page notices.
                byte[] octets = File.ReadAllBytes(path);
                int place = octets.AsSpan().IndexOf("\"displayName\""u8);
                place = place < 0 ? octets.AsSpan().IndexOf("ann@example.test\""u8) : place;
                octets[place] ^= 1;
                File.WriteAllBytes(path, octets);
                break;
        }
    }
}
