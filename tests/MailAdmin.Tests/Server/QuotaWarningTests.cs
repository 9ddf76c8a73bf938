using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MimeKit;

namespace MailAdmin.Tests.Server;

public sealed class QuotaWarningTests
{
    private const int Quota = 1_000_000;
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task An_account_is_warned_once_for_each_percentage_that_it_reaches()
    {
        await using TestStore store = await WithQuotaAsync();
        await store.FillAsync("ann@example.test", 799_999);
        Assert.Empty(await SendAsync(store));

        await store.FillAsync("ann@example.test", 1);
        Assert.Equal([("ann@example.test", 80)], await SendAsync(store));
        Assert.Empty(await SendAsync(store));

        await store.FillAsync("ann@example.test", 160_000);
        Assert.Equal([("ann@example.test", 95)], await SendAsync(store));
        Assert.Empty(await SendAsync(store));
    }

    [Fact]
    public async Task Who_has_made_room_is_warned_again_when_it_is_used_up()
    {
        await using TestStore store = await WithQuotaAsync();
        await store.FillAsync("ann@example.test", 850_000);
        Assert.Single(await SendAsync(store));

        MailboxId inbox = MailboxId.InboxOf((await store.RecordAsync("ann@example.test")).Id);
        await store.Storage.Mailboxes.ExpungeAsync(inbox, null, onlyDeleted: false, 0, None);
        Assert.Empty(await SendAsync(store));
        Assert.Equal(0, (await store.RecordAsync("ann@example.test")).QuotaWarned);

        await store.FillAsync("ann@example.test", 850_000);
        Assert.Equal([("ann@example.test", 80)], await SendAsync(store));
    }

    [Theory]
    [InlineData("en", "Your mailbox is 85 % full", "new mail is refused")]
    [InlineData("ja", "メールボックスの使用率が 85 % になりました", "ごみ箱")]
    public async Task The_message_is_in_the_inbox_and_nothing_answers_it(string language, string subject, string words)
    {
        await using TestStore store = await WithQuotaAsync();
        await store.FillAsync("ann@example.test", 850_000);

        await SendAsync(store, language);

        MimeMessage message = await LastAsync(store);
        Assert.Equal(subject, message.Subject);
        Assert.Contains(words, message.TextBody, StringComparison.Ordinal);
        Assert.Equal("auto-generated", message.Headers[HeaderId.AutoSubmitted]);
        Assert.Equal("<>", message.Headers[HeaderId.ReturnPath]);
        Assert.Equal("postmaster@mail.example.test", message.From.Mailboxes.Single().Address);
        Assert.Equal("ann@example.test", message.To.Mailboxes.Single().Address);
    }

    [Fact]
    public async Task A_full_mailbox_has_its_message_wait_in_the_queue()
    {
        await using TestStore store = await WithQuotaAsync();
        await store.FillAsync("ann@example.test", Quota);

        Assert.Equal([("ann@example.test", 95)], await SendAsync(store));

        QueueItem item = Assert.Single(await store.Storage.Queue.ListAsync(None).ToListAsync());
        Assert.Equal("ann@example.test", Assert.Single(item.Recipients).Address.ToString());
        Assert.Null(item.ReversePath);
        Assert.Empty(await SendAsync(store));
    }

    [Fact]
    public async Task The_administrator_has_one_summary_of_all()
    {
        await using TestStore store = await TestStore.CreateAsync(admin: TestStore.Address("boss@elsewhere.test"));
        await store.AddDomainAsync("example.test");
        foreach (string address in (string[])["ann@example.test", "bob@example.test"])
        {
            await AddAsync(store, address);
            await store.FillAsync(address, 900_000);
        }

        Assert.Equal(2, (await SendAsync(store)).Count);

        QueueItem item = Assert.Single(await store.Storage.Queue.ListAsync(None).ToListAsync());
        using MessageContent content = await store.Storage.Queue.OpenMessageAsync(item.Id, None);
        MimeMessage message = await ReadAsync(content);
        Assert.Equal("Mailboxes that are nearly full: 2", message.Subject);
        Assert.Contains("ann@example.test is 90 % full", message.TextBody, StringComparison.Ordinal);
        Assert.Contains("bob@example.test is 90 % full", message.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disabled_account_and_one_without_a_limit_are_not_warned()
    {
        await using TestStore store = await WithQuotaAsync();
        await store.AddAccountAsync("free@example.test");
        await store.FillAsync("free@example.test", 2_000_000);
        await store.FillAsync("ann@example.test", 900_000);
        await store.DisableAccountAsync("ann@example.test");

        Assert.Empty(await SendAsync(store));
    }

    private static async Task<TestStore> WithQuotaAsync()
    {
        TestStore store = await TestStore.WithAccountsAsync();
        await AddAsync(store, "ann@example.test");
        return store;
    }

    private static Task<MailAccount> AddAsync(TestStore store, string address) => store.AddAccountAsync(
        address, TestStore.AccountValues(nameof(AccountProperties.Quota)) with { Quota = new MailSize(Quota) });

    private static async Task<IReadOnlyList<(string, int)>> SendAsync(TestStore store, string language = "en")
    {
        IReadOnlyList<MailQuotaWarning> due = await store.Engine.SendAsync(new GetQuotaWarnings(null), None);
        SendQuotaWarnings request = new([.. due.Select(one => TestStore.Address(one.Address))], language);
        IReadOnlyList<MailQuotaWarning> sent = await store.Engine.SendAsync(request, None);
        Assert.Equal(due, sent);
        return [.. sent.Select(one => (one.Address, one.Percentage))];
    }

    private static async Task<MimeMessage> LastAsync(TestStore store)
    {
        MailboxId inbox = MailboxId.InboxOf((await store.RecordAsync("ann@example.test")).Id);
        MailboxSnapshot snapshot = await store.Storage.Mailboxes.OpenAsync(inbox, null, claimRecent: false, None);
        using MessageContent content =
            await store.Storage.Mailboxes.OpenMessageAsync(inbox, snapshot.Messages.Span[^1].Uid, None);
        return await ReadAsync(content);
    }

    private static async Task<MimeMessage> ReadAsync(MessageContent content)
    {
        byte[] bytes = new byte[content.Length];
        await content.ReadAsync(0, bytes, None);
        Assert.Contains("\r\n\r\n", Encoding.ASCII.GetString(bytes), StringComparison.Ordinal);
        return await MimeMessage.LoadAsync(new MemoryStream(bytes), None);
    }
}
