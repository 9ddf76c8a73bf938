using MailAdmin.Contracts;
using MailAdmin.Storage;
using MailAdmin.Storage.Log;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MailAdmin.Tests.Storage;

public sealed class OpeningTests
{
    private static readonly StoreSettings Settings = new() { HostName = "mail.example.test" };

    [Fact]
    public async Task A_folder_without_a_store_says_which_command_makes_one()
    {
        await using TestStore store = TestStore.Reserve();

        MailException error = await Assert.ThrowsAsync<MailException>(store.OpenAsync);

        Assert.Equal((MailError.StoreNotFound, store.Path), (error.Error, error.Target));
        Assert.Equal(
            $"Run Initialize-MailStore -Path '{store.Path}' to create the store, "
                + "or specify another one with -StorePath, Connect-MailStore or $env:MAILADMIN_STORE.",
            error.RecommendedAction);
        Assert.False(Directory.Exists(store.Path));
    }

    [Fact]
    public async Task A_folder_with_other_things_is_not_a_store_and_stays_as_it_is()
    {
        await using TestStore store = TestStore.Reserve();
        Directory.CreateDirectory(store.Path);
        await File.WriteAllTextAsync(Path.Combine(store.Path, "thesis.txt"), "text");

        MailException created = await Assert.ThrowsAsync<MailException>(
            () => MailStorage.InitializeAsync(store.Path, Settings, CancellationToken.None));
        MailException opened = await Assert.ThrowsAsync<MailException>(store.OpenAsync);

        Assert.Equal((MailError.StoreInvalid, MailError.StoreInvalid), (created.Error, opened.Error));
        Assert.Equal(["thesis.txt"], Directory.GetFileSystemEntries(store.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_store_is_not_made_twice()
    {
        await using TestStore store = await TestStore.CreateAsync();
        await store.AddDomainAsync("example.test");
        await store.CloseAsync();

        MailException error = await Assert.ThrowsAsync<MailException>(
            () => MailStorage.InitializeAsync(store.Path, Settings, CancellationToken.None));
        await store.OpenAsync();

        Assert.Equal(MailError.StoreExists, error.Error);
        Assert.NotNull(await store.Directory.Domains.FindAsync(DomainName.Parse("example.test"), CancellationToken.None));
    }

    [Fact]
    public async Task A_store_has_one_owner()
    {
        await using TestStore store = await TestStore.CreateAsync();

        MailException error = await Assert.ThrowsAsync<MailException>(
            () => MailStorage.OpenAsync(
                store.Path, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None));
        await store.CloseAsync();
        await store.OpenAsync();

        Assert.Equal(MailError.StoreLocked, error.Error);
    }

    [Fact]
    public async Task A_store_of_a_newer_layout_is_not_touched()
    {
        await using TestStore store = await TestStore.CreateAsync();
        await store.CloseAsync();
        string identity = Path.Combine(store.Path, "store.json");
        (StoreIdentity.TryRead(identity)! with { Schema = 99 }).Write(identity);

        MailException error = await Assert.ThrowsAsync<MailException>(store.OpenAsync);

        Assert.Equal(MailError.StoreInvalid, error.Error);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lost_identity_file_is_made_again_from_the_log(bool emptied)
    {
        await using TestStore store = await TestStore.CreateAsync();
        MailboxId inbox = MailboxId.InboxOf(await store.AddAccountAsync("ann@example.test"));
        Uid uid = await store.AppendAsync(inbox, "hello");
        await store.CloseAsync();
        string identity = Path.Combine(store.Path, "store.json");
        File.Delete(identity);
        if (emptied)
        {
            await File.WriteAllBytesAsync(identity, new byte[100]);
        }

        await store.ReopenAsync();

        Assert.Equal("hello", await store.ReadTextAsync(inbox, uid));
        Assert.True(File.Exists(identity));
    }

    [Fact]
    public async Task The_files_of_a_store_are_for_its_owner_only()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using TestStore store = await TestStore.CreateAsync();
        await store.AppendAsync(MailboxId.InboxOf(await store.AddAccountAsync("ann@example.test")), new byte[2 << 20]);
        await store.CloseAsync();

        IEnumerable<string> entries =
            Directory.EnumerateFileSystemEntries(store.Path, "*", SearchOption.AllDirectories);
        foreach (string path in entries.Append(store.Path))
        {
            UnixFileMode others = File.GetUnixFileMode(path) & ~(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            Assert.True(others == UnixFileMode.None, $"{path}: {others}");
        }
    }

    [Fact]
    public async Task The_settings_are_those_it_was_made_with()
    {
        StoreSettings settings = Settings with
        {
            AdminAddress = EmailAddress.Parse("admin@example.test"),
            MaxRecipients = 5,
            Durability = StoreDurability.Process,
        };
        await using TestStore store = await TestStore.CreateAsync(settings: settings);

        StoreSettings found = await store.Directory.GetSettingsAsync(CancellationToken.None);

        Assert.Equivalent(settings, found);
    }

    [Fact]
    public async Task A_closed_store_refuses_changes()
    {
        TestStore store = await TestStore.CreateAsync();
        MailboxId inbox = MailboxId.InboxOf(await store.AddAccountAsync("ann@example.test"));
        IMailboxes mailboxes = store.Mailboxes;
        await store.DisposeAsync();

        MailException error = await Assert.ThrowsAsync<MailException>(
            () => mailboxes.ExpungeAsync(inbox, null, onlyDeleted: false, 0, CancellationToken.None));

        Assert.Equal(MailError.StoreUnavailable, error.Error);
    }
}
