using MailAdmin.Contracts;
using Xunit;

namespace MailAdmin.Tests.Storage;

public sealed class GroupTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly EmailAddress Ann = EmailAddress.Parse("ann@example.test");
    private static readonly EmailAddress Team = EmailAddress.Parse("team@example.test");
    private static readonly EmailAddress Staff = EmailAddress.Parse("staff@example.test");

    [Fact]
    public async Task A_group_is_made_changed_found_and_removed()
    {
        await using TestStore store = await CreateAsync();
        IDirectory directory = store.Directory;

        GroupRecord changed = await directory.Groups.UpdateAsync(
            Staff, group =>
                group with { Address = Ann, Member = [.. group.Member, EmailAddress.Parse("x@away.test")], Enabled = false }, TestStore.Origin, None);
        Assert.Equal((Staff, 3, false), (changed.Address, changed.Member.Count, changed.Enabled));
        Assert.Equal(changed, await directory.Groups.FindAsync(EmailAddress.Parse("STAFF@example.test"), None));
        Assert.Equal(
            [changed], await directory.Groups.ListAsync(DomainName.Parse("example.test"), None).ToListAsync(None));
        Assert.Empty(await directory.Groups.ListAsync(DomainName.Parse("other.test"), None).ToListAsync(None));
        await directory.Groups.RemoveAsync(Staff, TestStore.Origin, None);
        await store.ReopenAsync();

        Assert.Null(await store.Directory.Groups.FindAsync(Staff, None));
        await RefusedAsync(
            MailError.GroupNotFound, () => store.Directory.Groups.RemoveAsync(Staff, TestStore.Origin, None));
        await RefusedAsync(
            MailError.GroupNotFound,
            () => store.Directory.Groups.UpdateAsync(Staff, group => group, TestStore.Origin, None));
    }

    [Fact]
    public async Task An_address_belongs_to_one_account_alias_or_group()
    {
        await using TestStore store = await CreateAsync();
        IDirectory directory = store.Directory;

        await RefusedAsync(
            MailError.GroupExists,
            () => directory.Accounts.CreateAsync(new AccountRecord { Address = Staff }, TestStore.Origin, None));
        await RefusedAsync(
            MailError.GroupExists, () => directory.Accounts.RenameAsync(Ann, Staff, TestStore.Origin, None));
        await RefusedAsync(
            MailError.GroupExists,
            () =>
                directory.Aliases.CreateAsync(
                    new AliasRecord { Address = Staff, Target = [Ann] }, TestStore.Origin, None));
        await RefusedAsync(
            MailError.GroupExists,
            () => directory.Groups.CreateAsync(new GroupRecord { Address = Staff }, TestStore.Origin, None));
        await RefusedAsync(
            MailError.AccountExists,
            () => directory.Groups.CreateAsync(new GroupRecord { Address = Ann }, TestStore.Origin, None));
        await RefusedAsync(
            MailError.AliasExists,
            () => directory.Groups.CreateAsync(new GroupRecord { Address = Team }, TestStore.Origin, None));
        await RefusedAsync(
            MailError.DomainNotFound,
            () =>
                directory.Groups.CreateAsync(
                    new GroupRecord { Address = EmailAddress.Parse("a@away.test") }, TestStore.Origin, None));
    }

    [Fact]
    public async Task Loops_through_aliases_groups_and_forwards_are_refused()
    {
        await using TestStore store = await CreateAsync();
        IDirectory directory = store.Directory;
        EmailAddress inner = EmailAddress.Parse("inner@example.test");
        await directory.Groups.CreateAsync(new GroupRecord { Address = inner, Member = [Ann] }, TestStore.Origin, None);
        await directory.Groups.UpdateAsync(Staff, group => group with { Member = [inner] }, TestStore.Origin, None);

        await RefusedAsync(
            MailError.AliasLoop,
            () =>
                directory.Accounts.UpdateAsync(
                    Ann, account => account with { ForwardTo = [Staff] }, TestStore.Origin, None));
        await RefusedAsync(
            MailError.AliasLoop,
            () =>
                directory.Groups.UpdateAsync(
                    inner, group => group with { Member = [Ann, inner] }, TestStore.Origin, None));
        await directory.Aliases.UpdateAsync(Team, alias => alias with { Target = [Staff] }, TestStore.Origin, None);
        MailException loop = await RefusedAsync(
            MailError.AliasLoop,
            () =>
                directory.Accounts.UpdateAsync(
                    Ann, account => account with { ForwardTo = [Team] }, TestStore.Origin, None));

        Assert.Contains(
            "ann@example.test -> team@example.test -> staff@example.test -> inner@example.test -> ann@example.test",
            loop.Message,
            StringComparison.Ordinal);
        Assert.Empty((await directory.Accounts.FindAsync(Ann, None))!.ForwardTo);
    }

    [Fact]
    public async Task A_domain_with_a_group_goes_only_when_that_is_asked_for_and_takes_it_along()
    {
        await using TestStore store = await CreateAsync();
        await store.AddDomainAsync("lists.test");
        EmailAddress list = EmailAddress.Parse("list@lists.test");
        await store.Directory.Groups.CreateAsync(new GroupRecord { Address = list }, TestStore.Origin, None);
        DomainName name = DomainName.Parse("lists.test");

        await RefusedAsync(
            MailError.DomainNotEmpty,
            () => store.Directory.Domains.RemoveAsync(name, recurse: false, TestStore.Origin, None));
        await store.Directory.Domains.RemoveAsync(name, recurse: true, TestStore.Origin, None);
        await store.ReopenAsync();

        Assert.Null(await store.Directory.Groups.FindAsync(list, None));
        Assert.NotNull(await store.Directory.Groups.FindAsync(Staff, None));
        Assert.Empty(store.Storage.OpeningFindings);
    }

    [Fact]
    public async Task The_rest_of_a_domain_may_go_to_a_group()
    {
        await using TestStore store = await CreateAsync();

        DomainRecord domain = await store.Directory.Domains.UpdateAsync(
            DomainName.Parse("example.test"), old => old with { CatchAll = Staff }, TestStore.Origin, None);

        Assert.Equal(Staff, domain.CatchAll);
    }

    private static async Task<TestStore> CreateAsync()
    {
        TestStore store = await TestStore.CreateAsync();
        await store.AddAccountAsync(Ann.ToString());
        await store.Directory.Aliases.CreateAsync(
            new AliasRecord { Address = Team, Target = [Ann] }, TestStore.Origin, None);
        await store.Directory.Groups.CreateAsync(
            new GroupRecord { Address = Staff, Member = [Ann, EmailAddress.Parse("guest@away.test")] },
            TestStore.Origin,
            None);
        return store;
    }

    private static async Task<MailException> RefusedAsync(MailError error, Func<Task> action)
    {
        MailException refused = await Assert.ThrowsAsync<MailException>(action);
        Assert.Equal(error, refused.Error);
        return refused;
    }
}
