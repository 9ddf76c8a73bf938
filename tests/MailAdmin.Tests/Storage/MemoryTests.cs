using MailAdmin.Contracts;
using Xunit;

namespace MailAdmin.Tests.Storage;

/// <summary>Measures memory, so no other test runs at the same time.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
[Collection(nameof(MemoryTests))]
public sealed class MemoryTests
{
    [Fact]
    public async Task Copying_a_mailbox_into_itself_ends_at_the_maximum_and_its_memory_comes_back_when_it_is_emptied()
    {
        StoreSettings settings = new() { HostName = "mail.example.test", MaxMessagesPerMailbox = 300_000 };
        await using TestStore store = await TestStore.CreateAsync(settings: settings);
        MailboxId inbox = MailboxId.InboxOf(await store.AddAccountAsync("ann@example.test"));
        await store.AppendAsync(inbox, "one");
        long before = GC.GetTotalMemory(forceFullCollection: true);

        MailException? error = null;
        while (error is null)
        {
            Uid[] all = [.. (await store.MessagesAsync(inbox)).Select(message => message.Uid)];
            try
            {
                await store.Mailboxes.CopyAsync(inbox, all, inbox, 0, CancellationToken.None);
            }
            catch (MailException exception)
            {
                error = exception;
            }
        }

        int count = (await store.InfoAsync(inbox)).MessageCount;
        await store.Mailboxes.ExpungeAsync(inbox, null, onlyDeleted: false, 0, CancellationToken.None);
        long most = before + (4 << 20);
        long after = Collect(most);

        // In memory they were at least 12 MB, and the record that removed them another 1 MB.
        Assert.Equal((MailError.TooManyMessages, 262_144), (error.Error, count));
        Assert.InRange(after, 0, most);
    }

    /// <summary>The memory that is in use, after collections until it is little enough.</summary>
    internal static long Collect(long enough)
    {
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 50 && least > enough; attempt++)
        {
            least = Math.Min(least, GC.GetTotalMemory(forceFullCollection: true));
            GC.WaitForPendingFinalizers();
        }

        return least;
    }
}
