using MailAdmin.Contracts;
using Xunit;

namespace MailAdmin.Tests.Storage.PowerLoss;

/// <summary>
/// directory.db is never synced: after a power failure any of its pages may be those of before. The log has everything,
/// so that no change may be missing in the directory.
/// </summary>
public sealed class DirectoryPowerLossTests
{
    private const int PageLength = 8_192;
    private const int Runs = 60;

    private static readonly string[] Files = ["directory.db", "directory-log.db"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Pages_of_before_never_hide_a_change(bool isClosed)
    {
        await using TestStore store = await TestStore.CreateAsync();
        for (int number = 0; number < 30; number++)
        {
            await store.AddAccountAsync($"user{number}@example.test", quota: 1_000);
        }

        await store.ReopenAsync();
        await store.CloseAsync();
        byte[][] before = Read(store);
        await store.OpenAsync();
        for (int number = 0; number < 30; number += 7)
        {
            await store.Directory.Accounts.UpdateAsync(
                EmailAddress.Parse($"user{number}@example.test"),
                account => account with { Quota = 2_000 },
                TestStore.Origin,
                CancellationToken.None);
        }

        string expected = await DescribeAsync(store);

        // Asked, so that the file has everything that waited.
        Assert.Empty(await store.Storage.TestAsync(null, CancellationToken.None));
        byte[][] after = isClosed ? [] : Read(store);
        await store.CloseAsync();
        after = isClosed ? Read(store) : after;
        Random dice = new(20260101);
        for (int run = 0; run < Runs; run++)
        {
            for (int file = 0; file < Files.Length; file++)
            {
                byte[] mixed = Mix(before[file], after[file], dice);
                await File.WriteAllBytesAsync(Path.Combine(store.Path, Files[file]), mixed);
            }

            await store.OpenAsync();

            Assert.True(await DescribeAsync(store) == expected, $"Run {run}");
            await store.CloseAsync();
        }
    }

    private static byte[][] Read(TestStore store) => [.. Files.Select(name =>
    {
        using FileStream file = new(
            Path.Combine(store.Path, name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    })];

    private static byte[] Mix(byte[] before, byte[] after, Random dice)
    {
        byte[] mixed = [.. after];
        for (int start = 0; start < mixed.Length; start += PageLength)
        {
            int count = Math.Min(PageLength, mixed.Length - start);
            if (dice.Next(2) == 0)
            {
                mixed.AsSpan(start, count).Clear();
                int known = Math.Clamp(before.Length - start, 0, count);
                before.AsSpan(Math.Min(start, before.Length), known).CopyTo(mixed.AsSpan(start));
            }
        }

        return mixed;
    }

    private static async Task<string> DescribeAsync(TestStore store)
    {
        List<string> accounts = [];
        await foreach (AccountRecord account in store.Directory.Accounts.ListAsync(null, CancellationToken.None))
        {
            accounts.Add($"{account.Address} {account.Quota}");
        }

        return string.Join('\n', accounts);
    }
}
