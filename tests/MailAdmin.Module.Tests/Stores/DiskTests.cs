using System.Management.Automation;
using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.Stores;

/// <summary>What cmdlets say when the disk does not let them, on real file systems.</summary>
public sealed class DiskTests
{
    [Fact]
    public void A_full_disk_refuses_accounts_keeps_the_rest_and_goes_on_when_there_is_space()
    {
        using SmallDisk disk = SmallDisk.Mount("1m");
        using ModuleShell shell = new();
        shell.Use(disk.Path);
        string[] addresses = [.. Enumerable.Range(1, 4_000).Select(i => $"user{i}@example.test")];

        ShellResult filling = shell.Run("$args[0] | New-MailAccount", (object)addresses);

        Assert.NotEmpty(filling.Errors);
        Assert.All(
            filling.Errors,
            error =>
                Assert.Equal(
                    "DiskFull,MailAdmin.Commands.Accounts.NewMailAccountCommand", error.FullyQualifiedErrorId));
        Assert.Equal(ErrorCategory.LimitsExceeded, filling.Errors[0].CategoryInfo.Category);
        Assert.Equal(addresses.Length, filling.Output.Count + filling.Errors.Count);
        Assert.Equal(Addresses(filling.Output), Addresses(shell.Run("Get-MailAccount").Success));

        disk.Resize("64m");
        Assert.Equal("late@example.test", shell.Run("New-MailAccount late@example.test").Value("Address")?.ToString());
        Assert.Empty(
            shell.Run(
                "Disconnect-MailStore; Test-MailStore $args[0] | Where-Object Severity -EQ Error",
                disk.Store()).Success);
    }

    [Fact]
    public void A_disk_that_can_only_be_read_is_named_by_every_cmdlet_that_opens_the_store()
    {
        using SmallDisk disk = SmallDisk.Mount("16m");
        using ModuleShell shell = new();
        shell.Use(disk.Path);
        _ = shell.Run("Disconnect-MailStore").Success;
        disk.Protect();

        ShellResult result = shell.Run(
            "New-MailAccount ann@example.test -StorePath $args[0] -ErrorAction Continue", disk.Store());
        ShellResult initializing = shell.Run("Initialize-MailStore $args[0]", Path.Combine(disk.Path, "other"));

        Assert.StartsWith(
            "StoreReadOnly,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.PermissionDenied, result.Errors[0].CategoryInfo.Category);
        Assert.StartsWith(
            "StoreReadOnly,", Assert.Single(initializing.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(disk.Path, "other")));
    }

    private static IEnumerable<string?> Addresses(IReadOnlyList<PSObject> accounts) =>
        accounts.Select(account => account.Properties["Address"].Value.ToString()).Order(StringComparer.Ordinal);
}

/// <summary>A store on a disk, with one domain.</summary>
file static class DiskStores
{
    public static string Store(this SmallDisk disk) => Path.Combine(disk.Path, "store");

    public static void Use(this ModuleShell shell, string disk) => _ = shell.Run(
        "$null = Initialize-MailStore $args[0] -HostName mail.example.test; $null = Connect-MailStore $args[0]; $null = New-MailDomain example.test",
        Path.Combine(disk, "store")).Success;
}
