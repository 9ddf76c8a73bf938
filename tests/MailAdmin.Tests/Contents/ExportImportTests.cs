using System.IO.Compression;
using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Ownership;
using MailAdmin.Tests.Server;
using static MailAdmin.Tests.Contents.ContentStore;
using static MailAdmin.Tests.Server.TestStore;

namespace MailAdmin.Tests.Contents;

public sealed class ExportImportTests
{
    private const string Bob = "bob@example.test";

    public static TheoryData<MailContentFormat> Formats => [.. Enum.GetValues<MailContentFormat>()];

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task What_is_exported_comes_back_with_bytes_dates_flags_and_folders(MailContentFormat format)
    {
        using TemporaryFolder files = new();
        await using TestStore store = await WithAccountsAsync(Ann, Bob);
        await FillAsync(store);
        Transfers transfers = new(store.Engine);

        await transfers.ExportAsync(format, files.Path);
        List<MailContentTransfer> imported = await transfers.ImportAsync(PathOf(files, format), Bob);

        Assert.Empty(transfers.Errors);
        Assert.Equal(await transfers.DescribeAsync(Ann), await transfers.DescribeAsync(Bob));
        Assert.Equal(7, imported.Sum(folder => folder.Added));
        Assert.DoesNotContain(FilesOf(files), file => file.EndsWith(".part", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_second_run_adds_only_what_is_new(MailContentFormat format)
    {
        using TemporaryFolder files = new();
        await using TestStore store = await WithAccountsAsync(Ann, Bob);
        await FillAsync(store);
        Transfers transfers = new(store.Engine);
        await transfers.ExportAsync(format, files.Path);
        await transfers.ImportAsync(PathOf(files, format), Bob);

        List<MailContentTransfer> again = await transfers.ExportAsync(format, files.Path);
        List<MailContentTransfer> importedAgain = await transfers.ImportAsync(PathOf(files, format), Bob);
        await store.AddAsync(Message("new"), "Work");
        await store.AddAsync(Message("newer"), "Latest");
        List<MailContentTransfer> third = await transfers.ExportAsync(format, files.Path);
        await transfers.ImportAsync(PathOf(files, format), Bob);

        Assert.Equal((0, 7), (again.Sum(folder => folder.Added), again.Sum(folder => folder.Skipped)));
        Assert.Equal((0, 7), (importedAgain.Sum(folder => folder.Added), importedAgain.Sum(folder => folder.Skipped)));
        Assert.Equal((2, 7), (third.Sum(folder => folder.Added), third.Sum(folder => folder.Skipped)));
        Assert.Equal(await transfers.DescribeAsync(Ann), await transfers.DescribeAsync(Bob));
        Assert.Empty(transfers.Errors);
    }

    [Theory]
    [InlineData("..", 6)]
    [InlineData("CON", 5)]
    [InlineData("a:b*c", 9)]
    [InlineData("end.", 6)]
    [InlineData("予定", 2)]
    public async Task A_folder_of_any_name_is_a_safe_name_of_a_file_and_comes_back(string name, int length)
    {
        using TemporaryFolder files = new();
        await using TestStore store = await WithAccountsAsync(Ann, Bob);
        await store.AddAsync(Message("one"), "Top/" + name);
        Transfers transfers = new(store.Engine);

        await transfers.ExportAsync(MailContentFormat.Eml, files.Path);
        await transfers.ImportAsync(PathOf(files, MailContentFormat.Eml), Bob);

        string folder = Assert.Single(Directory.GetDirectories(Path.Combine(files.Path, Ann, "Top")));
        Assert.Equal(length, Path.GetFileName(folder).Length);
        Assert.Equal(await transfers.DescribeAsync(Ann), await transfers.DescribeAsync(Bob));
    }

    [Fact]
    public async Task Equal_messages_of_a_folder_stay_as_many_as_they_are()
    {
        using TemporaryFolder files = new();
        await using TestStore store = await WithAccountsAsync(Ann, Bob);
        await store.AddAsync(Message("twin"));
        await store.AddAsync(Message("twin"));
        Transfers transfers = new(store.Engine);
        await transfers.ExportAsync(MailContentFormat.Maildir, files.Path);

        await transfers.ImportAsync(PathOf(files, MailContentFormat.Maildir), Bob);
        await transfers.ImportAsync(PathOf(files, MailContentFormat.Maildir), Bob);

        Assert.Equal(2, (await transfers.DescribeAsync(Bob)).Count);
    }

    [Fact]
    public async Task What_is_no_message_is_reported_with_its_place_and_the_rest_is_imported()
    {
        using TemporaryFolder files = new();
        await using TestStore store = await WithAccountsAsync(Ann);
        await File.WriteAllBytesAsync(Path.Combine(files.Path, "a.eml"), [0xFF, 0xD8, 0, 1]);
        await File.WriteAllBytesAsync(Path.Combine(files.Path, "b.eml"), Message("good"));
        await File.WriteAllBytesAsync(Path.Combine(files.Path, "c.eml"), []);
        await File.WriteAllTextAsync(Path.Combine(files.Path, "d.eml"), "no colon in here\r\n\r\n");
        await File.WriteAllTextAsync(Path.Combine(files.Path, "e.eml"), "Subject: x\r\n\r\na\0b");
        Transfers transfers = new(store.Engine);

        MailContentTransfer folder = Assert.Single(await transfers.ImportAsync(files.Path));

        Assert.Equal((1, 4), (folder.Added, folder.Failed));
        Assert.Equal(
            ["a.eml NulInMessage", "c.eml NotAMessage", "d.eml NotAMessage", "e.eml NulInMessage"],
            transfers.Errors.Select(error => $"{Path.GetFileName(error.Place)} {error.Refusal.Variant}"));
    }

    [Fact]
    public async Task The_date_of_a_foreign_EML_file_is_that_of_its_header_and_Unix_line_ends_become_those_of_mail()
    {
        using TemporaryFolder files = new();
        await using TestStore store = await WithAccountsAsync(Ann);
        await File.WriteAllTextAsync(
            Path.Combine(files.Path, "a.eml"), "Subject: x\nDate: Tue, 3 Feb 2015 10:00:00 +0900\n\nbody\nend\n");
        Transfers transfers = new(store.Engine);

        await transfers.ImportAsync(Path.Combine(files.Path, "a.eml"), folder: "Old/Mail");

        MailContent found = Assert.Single(await store.Engine.FindAsync(new()));
        Assert.Equal("Old/Mail", found.Folder);
        Assert.Equal(new DateTime(2015, 2, 3, 1, 0, 0, DateTimeKind.Utc), found.Date.ToUniversalTime());
        Assert.Equal(
            "Subject: x\r\nDate: Tue, 3 Feb 2015 10:00:00 +0900\r\n\r\nbody\r\nend\r\n",
            Encoding.ASCII.GetString(await transfers.ReadAsync(found)));
    }

    [Fact]
    public async Task A_full_quota_ends_the_import_and_keeps_what_fits()
    {
        using TemporaryFolder files = new();
        await using TestStore store = await WithAccountsAsync(Ann);
        await store.SetAccountAsync(
            Ann, AccountValues(nameof(AccountProperties.Quota)) with { Quota = 5_000 });
        for (int i = 0; i < 5; i++)
        {
            await File.WriteAllBytesAsync(
                Path.Combine(files.Path, $"{i}.eml"), Message($"m{i}", body: new string('x', 2_000)));
        }

        Transfers transfers = new(store.Engine);
        MailException refusal = await RefusalOfAsync(() => transfers.ImportAsync(files.Path).AsTask());

        Assert.Equal(MailError.OverQuota, refusal.Error);
        Assert.Equal(2, (await transfers.DescribeAsync(Ann)).Count);
    }

    [Fact]
    public async Task An_archive_that_leads_elsewhere_or_unpacks_without_end_is_refused()
    {
        using TemporaryFolder files = new();
        await using TestStore store = await WithAccountsAsync(Ann);
        string unsafePath = Path.Combine(files.Path, "unsafe.zip");
        using (ZipArchive archive = ZipFile.Open(unsafePath, ZipArchiveMode.Create))
        {
            Write(archive, "../evil.eml", Message("evil"));
            Write(archive, "C:\\evil.eml", Message("evil"));
            Write(archive, "Good/good.eml", Message("good"));
        }

        string bomb = Path.Combine(files.Path, "bomb.zip");
        using (ZipArchive archive = ZipFile.Open(bomb, ZipArchiveMode.Create))
        {
            byte[] large = Message("bomb", body: new string('x', 40 << 20));
            Write(archive, "1.eml", large);
            Write(archive, "2.eml", large);
        }

        Transfers transfers = new(store.Engine);
        await transfers.ImportAsync(unsafePath);
        MailException refusal = await RefusalOfAsync(() => transfers.ImportAsync(bomb).AsTask());

        Assert.Equal(["UnsafeEntry", "UnsafeEntry"], transfers.Errors.Select(error => error.Refusal.Variant));
        Assert.Equal("ArchiveTooLarge", refusal.Variant);
        Assert.Equal(["good"], (await store.Engine.FindAsync(new() { Folder = "Good" })).Select(m => m.Subject));
    }

    [Fact]
    public async Task Links_are_not_followed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        using TemporaryFolder files = new();
        await using TestStore store = await WithAccountsAsync(Ann);
        await File.WriteAllBytesAsync(Path.Combine(files.Path, "a.eml"), Message("good"));
        Directory.CreateSymbolicLink(Path.Combine(files.Path, "circle"), files.Path);
        File.CreateSymbolicLink(Path.Combine(files.Path, "b.eml"), Path.Combine(files.Path, "a.eml"));

        List<MailContentTransfer> folders = await new Transfers(store.Engine).ImportAsync(files.Path);

        Assert.Equal(1, Assert.Single(folders).Added);
    }

    [Fact]
    public async Task A_large_message_goes_through_the_owner_in_parts_both_ways()
    {
        using TemporaryFolder files = new();
        await using TwoHubs hubs = await TwoHubs.CreateAsync();
        (StoreLease owner, StoreLease other) = await hubs.AcquireBothAsync();
        await using (owner)
        await using (other)
        {
            await owner.Administration.SendAsync(new CreateDomain(Domain("example.test"), DomainValues()), None);
            await owner.Administration.SendAsync(new CreateAccount(Address(Ann), AccountValues()), None);
            byte[] large = Message("large", body: string.Join("\r\n", Enumerable.Repeat(new string('x', 998), 4_000)));
            await File.WriteAllBytesAsync(Path.Combine(files.Path, "a.eml"), large);
            Transfers transfers = new(other.Administration);

            await transfers.ImportAsync(files.Path);
            await transfers.ImportAsync(files.Path);

            MailContent found = Assert.Single(await owner.Administration.FindAsync(new()));
            Assert.Empty(transfers.Errors);
            Assert.Equal(large, await transfers.ReadAsync(found));
        }
    }

    private static void Write(ZipArchive archive, string name, byte[] bytes)
    {
        using Stream stream = archive.CreateEntry(name).Open();
        stream.Write(bytes);
    }

    private static string PathOf(TemporaryFolder files, MailContentFormat format) =>
        Path.Combine(files.Path, format == MailContentFormat.Zip ? Ann + ".zip" : Ann);

    private static IEnumerable<string> FilesOf(TemporaryFolder files) =>
        Directory.EnumerateFiles(files.Path, "*", SearchOption.AllDirectories);

    private static async Task FillAsync(TestStore store)
    {
        await store.AddAsync(Message("one"), flags: SystemFlags.Seen | SystemFlags.Answered);
        await store.AddAsync(
            Message("two", body: "x\r\nFrom here on\r\n>From there\r\n>>From\r\nFrom x Sat Jan  3 01:05:34 2026"),
            date: Date.AddYears(-20));
        await store.AddAsync(Message("three"), "Work", flags: SystemFlags.Flagged, keywords: ["$Forwarded", "Later"]);
        await store.AddAsync(Message("four"), "Work/会議 v1.2", flags: SystemFlags.Draft | SystemFlags.Deleted);
        await store.AddAsync("Subject: header only\r\n"u8.ToArray(), "Work/会議 v1.2");
        await store.AddAsync("Subject: empty\r\n\r\n"u8.ToArray(), "Work/会議 v1.2");
        await store.AddAsync(
            Message("large", body: string.Join("\r\n", Enumerable.Repeat(new string('y', 900), 2_000))), "Large");
    }
}
