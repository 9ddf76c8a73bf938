using MailAdmin.Contracts;
using MailAdmin.Storage.Operations;
using Xunit;

namespace MailAdmin.Tests.Storage;

/// <summary>What becomes of a change whose caller cancels it.</summary>
public sealed class CancellationTests
{
    [Fact]
    public async Task A_change_that_is_cancelled_while_it_is_committed_is_made_or_cancelled_and_says_which()
    {
        await using TestStore store = await TestStore.CreateAsync();
        await store.AddDomainAsync("example.test");
        AccountId account = await store.AddAccountAsync("ann@example.test");
        Dictionary<string, Task> changes = [];
        for (int i = 0; i < 400; i++)
        {
            CancellationTokenSource cancellation = new();
            changes[$"box{i}"] = store.Mailboxes.CreateAsync(
                account, $"box{i}", SpecialUse.None, cancellation.Token);
            _ = Task.Run(cancellation.Cancel, CancellationToken.None);
        }

        foreach (Task change in changes.Values)
        {
            await Task.WhenAny(change);
        }

        await store.ReopenAsync();
        HashSet<string> there =
        [
            .. (await store.Mailboxes.ListAsync(account, CancellationToken.None)).Select(mailbox => mailbox.Name)
        ];
        Assert.All(changes, change => Assert.Equal(change.Value.IsCompletedSuccessfully, there.Contains(change.Key)));
        Assert.All(changes.Values, change => Assert.True(change.IsCompletedSuccessfully || change.IsCanceled));
    }

    [Fact]
    public void An_operation_that_was_cancelled_before_it_is_queued_is_not_taken_and_one_that_is_done_stays_so()
    {
        using CancellationTokenSource cancellation = new();
        SubscribeOperation done = new(new AccountId(1), "INBOX", subscribed: true);
        done.CancelWith(cancellation.Token);
        Assert.True(done.TryTake());
        done.Complete();
        cancellation.Cancel();
        Assert.True(done.Task.IsCompletedSuccessfully);

        SubscribeOperation late = new(new AccountId(1), "INBOX", subscribed: true);
        late.CancelWith(cancellation.Token);
        Assert.False(late.TryTake());
        Assert.True(late.Task.IsCanceled);
    }
}
