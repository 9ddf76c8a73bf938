using System.IO.Compression;
using System.Text.Json;
using MailAdmin.Contracts;
using Xunit;

namespace MailAdmin.Tests.Storage;

/// <summary>
/// A store that an earlier version made opens as it was: schema-2.zip has it, and in expected.txt what was in it, by
/// that version.
/// </summary>
public sealed class FormerStoreTests
{
    private static readonly EmailAddress Ann = EmailAddress.Parse("ann@example.test");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_store_of_schema_2_opens_as_it_was(bool hasDirectoryFile)
    {
        await using TestStore store = Extract("schema-2.zip");
        if (!hasDirectoryFile)
        {
            File.Delete(Path.Combine(store.Path, "directory.db"));
        }

        await store.OpenAsync();

        await AssertUnchangedAsync(store);
        Assert.Equal(hasDirectoryFile ? 0 : 1, store.Storage.OpeningFindings.Count);
        await store.ReopenAsync();
        Assert.Empty(store.Storage.OpeningFindings);
        await AssertUnchangedAsync(store);
    }

    [Fact]
    public async Task A_store_of_schema_2_keeps_the_last_logons()
    {
        await using TestStore store = Extract("schema-2.zip");
        await store.OpenAsync();
        await store.ReopenAsync();

        AccountRecord ann = (await store.Directory.Accounts.FindAsync(Ann, CancellationToken.None))!;
        LogonRecord? logon = await store.Directory.FindLastLogonAsync(ann.Id, CancellationToken.None);

        DateTimeOffset when = new(2026, 1, 4, 18, 4, 5, 678, TimeSpan.Zero);
        Assert.Equal(new LogonRecord(ann.Id, when, MailProtocol.Imap, "192.0.2.1"), logon);
    }

    [Fact]
    public async Task A_store_of_schema_2_has_its_mail()
    {
        await using TestStore store = Extract("schema-2.zip");
        await store.OpenAsync();

        AccountRecord ann = (await store.Directory.Accounts.FindAsync(Ann, CancellationToken.None))!;
        Assert.Equal("hello", await store.ReadTextAsync(MailboxId.InboxOf(ann.Id), new Uid(1)));
        Assert.True(ann.Password is null);
        AccountRecord bob = (
            await store.Directory.Accounts.FindAsync(EmailAddress.Parse("bob@example.test"), CancellationToken.None))!;
        Assert.True(bob.Password!.Verify("correct horse"));
    }

    private static TestStore Extract(string name)
    {
        TestStore store = TestStore.Reserve();
        ZipFile.ExtractToDirectory(Path.Combine(AppContext.BaseDirectory, "Storage", "Stores", name), store.Path);
        return store;
    }

    // A later version has more properties, and what was written before has their defaults.
    private static async Task AssertUnchangedAsync(TestStore store)
    {
        string[] expected = await File.ReadAllLinesAsync(Path.Combine(store.Path, "expected.txt"));
        string[] found = (await DirectoryTests.DescribeAsync(store)).Split('\n');
        Assert.Equal(expected.Length, found.Length);
        foreach ((string before, string after) in expected.Zip(found))
        {
            using JsonDocument left = JsonDocument.Parse(before);
            using JsonDocument right = JsonDocument.Parse(after);
            foreach (JsonProperty property in left.RootElement.EnumerateObject())
            {
                Assert.Equal(property.Value.GetRawText(), right.RootElement.GetProperty(property.Name).GetRawText());
            }
        }
    }
}
