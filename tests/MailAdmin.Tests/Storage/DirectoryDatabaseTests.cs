using MailAdmin.Storage.Directory;
using Xunit;

namespace MailAdmin.Tests.Storage;

/// <summary>Measures memory, so no other test runs at the same time.</summary>
[Collection(nameof(MemoryTests))]
public sealed class DirectoryDatabaseTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mailadmin-").FullName;

    [Fact]
    public void A_transaction_that_broke_off_changes_nothing_and_later_ones_go_on()
    {
        using DirectoryDatabase database = Open("file");
        database.InTransaction(() => database.Upsert("things", new DirectoryDocument("kept")));

        Assert.Throws<DirectoryDamagedException>(() => BreakOff(database));
        database.InTransaction(() => database.Upsert("things", new DirectoryDocument("later")));

        Assert.Equal(
            ["kept", "later"], database.ReadAll("things").Select(document => (string)document.Id).Order());
    }

    [Fact]
    public void Databases_whose_transaction_broke_off_do_not_stay_in_memory()
    {
        UseBriefly("first");
        long before = MemoryTests.Collect(enough: 0);

        // Each has a page cache of half a megabyte at the least.
        foreach (int i in Enumerable.Range(0, 30))
        {
            UseBriefly($"file{i}");
        }

        long most = before + (8 << 20);
        Assert.InRange(MemoryTests.Collect(most), 0, most);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static void BreakOff(DirectoryDatabase database) => database.InTransaction(() =>
    {
        for (int i = 0; i < 100; i++)
        {
            database.Upsert("things", new DirectoryDocument($"lost{i}") { ["text"] = new string('x', 2_000) });
        }

        throw new InvalidOperationException("A fault of the one who writes.");
    });

    private void UseBriefly(string name)
    {
        using DirectoryDatabase database = Open(name);
        Assert.Throws<DirectoryDamagedException>(() => BreakOff(database));
    }

    private DirectoryDatabase Open(string name) =>
        DirectoryDatabase.Open(Path.Combine(folder, name), Path.Combine(folder, name + "-log"));
}
