using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Ownership;
using MailAdmin.Tests.Server;
using static MailAdmin.Tests.Contents.ContentStore;
using static MailAdmin.Tests.Server.TestStore;

namespace MailAdmin.Tests.Contents;

public sealed class ContentSearchTests
{
    [Fact]
    public async Task Every_condition_finds_its_messages()
    {
        await using TestStore store = await WithAccountsAsync(Ann, "bob@example.test");
        await store.AddAsync(Message("one", "Carol <carol@example.test>"), date: Date.AddDays(-10));
        await store.AddAsync(Message("=?UTF-8?B?5Lya6K2w?=", body: new string('x', 5_000)), "Work/2026", flags: SystemFlags.Seen);
        await store.AddAsync(Message("three", body: "a needle here"), "Work", date: Date.AddTicks(TimeSpan.TicksPerHour));

        async Task<string> Find(ContentFilter filter) =>
            string.Join(' ', (await store.Engine.FindAsync(filter)).Select(found => $"{found.Folder}:{found.Uid}"));

        Assert.Equal("INBOX:1 Work:1 Work/2026:1", await Find(new()));
        Assert.Equal("Work:1 Work/2026:1", await Find(new() { Folder = "Work*" }));
        Assert.Equal("INBOX:1", await Find(new() { Sender = "CAROL" }));
        Assert.Equal("Work/2026:1", await Find(new() { Subject = "会議" }));
        Assert.Equal("Work:1", await Find(new() { Text = "Needle" }));
        Assert.Equal("INBOX:1 Work:1 Work/2026:1", await Find(new() { Recipient = "ann@" }));
        Assert.Equal("Work:1", await Find(new() { Since = Date.AddTicks(1) }));
        Assert.Equal("INBOX:1 Work/2026:1", await Find(new() { Before = Date.AddTicks(1) }));
        Assert.Equal("Work/2026:1", await Find(new() { MinimumSize = 5_000 }));
        Assert.Equal("INBOX:1 Work:1", await Find(new() { MaximumSize = 4_999 }));
        Assert.Equal("INBOX:1 Work:1", await Find(new() { Unread = true }));
        Assert.Equal("INBOX:1 Work:1", await Find(new() { First = 2 }));
        Assert.Equal("", await Find(new() { Account = "bob@example.test" }));
        Assert.Equal("", await Find(new() { Sender = "carol", Folder = "Work" }));
    }

    [Fact]
    public async Task What_is_found_is_described_and_damage_hides_no_other_message()
    {
        await using TestStore store = await WithAccountsAsync(Ann);
        await store.AddAsync(
            Message("=?UTF-8?Q?Gr=C3=BC=C3=9Fe?=\r\n and\u0007 more", "=?UTF-8?B?5a6u5rKi?= <kenji@example.test>"),
            flags: SystemFlags.Seen | SystemFlags.Flagged,
            keywords: "$Forwarded");
        await store.AddAsync("no header at all"u8.ToArray());

        List<MailContent> found = await store.Engine.FindAsync(new());

        Assert.Equal(("Grüße and  more", "宮沢 <kenji@example.test>", Ann, Date.LocalDateTime),
            (found[0].Subject, found[0].From, found[0].Account, found[0].Date));
        Assert.Equal("\\Seen;\\Flagged;$Forwarded", found[0].Flags.ToString());
        Assert.Equal((null, null, 16L), (found[1].From, found[1].Subject, found[1].Size.Bytes));
    }

    [Fact]
    public async Task Another_process_searches_and_removes_through_the_owner()
    {
        await using TwoHubs hubs = await TwoHubs.CreateAsync();
        (StoreLease owner, StoreLease other) = await hubs.AcquireBothAsync();
        await using (owner)
        await using (other)
        {
            await owner.Administration.SendAsync(new CreateDomain(Domain("example.test"), DomainValues()), None);
            await owner.Administration.SendAsync(new CreateAccount(Address(Ann), AccountValues()), None);

            Assert.Empty(await other.Administration.FindAsync(new() { Account = Ann }));
            MailException refusal = await RefusalOfAsync(
                () => other.Administration.SendAsync(new RemoveContent(Ann, "INBOX", 1, [1]), None));
            Assert.Equal(MailError.MailboxNotFound, refusal.Error);
        }
    }

    [Fact]
    public async Task Removing_takes_only_the_named_messages_of_the_folder_that_was_seen()
    {
        await using TestStore store = await WithAccountsAsync(Ann);
        await store.AddAsync(Message("one"));
        await store.AddAsync(Message("two"));
        MailContent first = (await store.Engine.FindAsync(new()))[0];

        MailException refusal = await RefusalOfAsync(() => store.Engine.SendAsync(
            new RemoveContent(Ann, "INBOX", first.UidValidity + 1, [1, 2]), None));
        int removed = await store.Engine.SendAsync(new RemoveContent(Ann, "INBOX", first.UidValidity, [1, 99]), None);

        Assert.Equal(MailError.MailboxNotFound, refusal.Error);
        Assert.Equal(1, removed);
        Assert.Equal("two", Assert.Single(await store.Engine.FindAsync(new())).Subject);
    }

    [Fact]
    public async Task A_search_ends_when_it_is_cancelled()
    {
        await using TestStore store = await WithAccountsAsync(Ann);
        await store.AddAsync(Message("one"));
        await store.AddAsync(Message("two"));
        using CancellationTokenSource cancellation = new();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (MailContent _ in store.Engine.StreamAsync(
                new FindContent(new() { Text = "o" }, WithFields: true), cancellation.Token))
            {
                await cancellation.CancelAsync();
            }
        });
    }
}
