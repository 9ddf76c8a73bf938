using System.Management.Automation;
using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.Stores;

public sealed class BackupTests
{
    private const string Password = "correct horse battery";

    [Fact]
    public void A_store_is_backed_up_and_restored_elsewhere_with_its_accounts_passwords_and_settings()
    {
        using ModuleShell shell = new();
        using TemporaryFolder folder = new();
        MakeStore(shell);

        ShellResult backup = shell.Run("Get-MailStore | Backup-MailStore $args[0] -Retain 3 -Verify", folder["backups"]);
        ShellResult restored = shell.Run(
            "$args[0] | Restore-MailStore -StorePath $args[1]", backup.Output[0], folder["restored"]);
        ShellResult findings = shell.Run("Test-MailStore $args[0]", folder["restored"]);

        Assert.Empty(backup.Errors);
        Assert.Equal(true, backup.Value("Verified"));
        Assert.Equal(shell.StorePath, backup.Value("StorePath"));
        Assert.Empty(restored.Errors);
        Assert.Equal(backup.Value("Path"), restored.Value("Path"));
        Assert.Equal(folder["restored"], restored.Value("StorePath"));
        Assert.Empty(findings.Success);
        Assert.Equal(
            true,
            shell.Run(
                "Test-MailAccountPassword ann@example.test -Password $args[0] -StorePath $args[1]",
                ModuleShell.Secret(Password),
                folder["restored"]).Output[0].BaseObject);
        Assert.Equal(30, shell.Run("(Get-MailStore $args[0]).MaxRecipients", folder["restored"]).Output[0].BaseObject);
        Assert.NotNull(shell.Run("Get-MailStore").Value("LastBackup"));
    }

    [Fact]
    public void A_damaged_backup_is_an_error_that_names_the_file_and_restores_nothing()
    {
        using ModuleShell shell = new();
        using TemporaryFolder folder = new();
        MakeStore(shell);
        string first = (string)shell.Run("Backup-MailStore $args[0]", folder["backups"]).Value("Path")!;
        string file = Path.Combine(first, "secrets.key");
        byte[] bytes = File.ReadAllBytes(file);
        bytes[0] ^= 1;
        File.WriteAllBytes(file, bytes);

        ShellResult restored = shell.Run("Restore-MailStore $args[0] $args[1]", first, folder["restored"]);
        ShellResult verified = shell.Run("Backup-MailStore $args[0] -Verify", folder["backups"]);

        ErrorRecord refusal = Assert.Single(restored.Errors);
        Assert.Equal(
            "BackupDamaged,MailAdmin.Commands.Stores.RestoreMailStoreCommand", refusal.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidData, refusal.CategoryInfo.Category);
        Assert.Contains(file, refusal.Exception.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["restored"]));
        Assert.Equal(file, Assert.Single(verified.Errors).TargetObject);
        Assert.Equal(true, verified.Output[0].Properties["Verified"].Value);
        Assert.Empty(
            shell.Run("Restore-MailStore $args[0] $args[1]", folder["backups"], folder["restored"]).Errors);
    }

    [Fact]
    public void WhatIf_backs_up_and_restores_nothing()
    {
        using ModuleShell shell = new();
        using TemporaryFolder folder = new();
        MakeStore(shell);

        Assert.Empty(shell.Run("Backup-MailStore $args[0] -WhatIf", folder["backups"]).Success);
        Assert.Empty(
            shell.Run("Restore-MailStore $args[0] $args[1] -WhatIf", folder["backups"], folder["restored"]).Success);

        Assert.False(Directory.Exists(folder["backups"]));
        Assert.False(Directory.Exists(folder["restored"]));
    }

    [Fact]
    public void A_destination_that_can_only_be_read_and_one_in_the_store_are_refused()
    {
        using ModuleShell shell = new();
        using SmallDisk disk = SmallDisk.Mount("1m");
        MakeStore(shell);
        disk.Protect();

        ShellResult readOnly = shell.Run("Backup-MailStore $args[0]", Path.Combine(disk.Path, "backups"));
        ShellResult inside = shell.Run("Backup-MailStore $args[0]", Path.Combine(shell.StorePath, "backups"));

        Assert.StartsWith(
            "StoreReadOnly,", Assert.Single(readOnly.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith(
            "InvalidArgument,", Assert.Single(inside.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(shell.Run("Test-MailStore").Success);
    }

    [Fact]
    public void A_full_disk_ends_a_backup_and_leaves_the_one_before_and_the_store_whole()
    {
        using ModuleShell shell = new();
        using SmallDisk disk = SmallDisk.Mount("300k");
        MakeStore(shell);
        string destination = Path.Combine(disk.Path, "backups");
        string first = (string)shell.Run("Backup-MailStore $args[0]", destination).Value("Path")!;

        ShellResult second = shell.Run("Backup-MailStore $args[0] -Retain 1", destination);

        ErrorRecord error = Assert.Single(second.Errors);
        Assert.StartsWith("DiskFull,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal([first], Directory.GetDirectories(destination));
        Assert.Empty(
            shell.Run("Restore-MailStore $args[0] $args[1]", destination, shell.Folder["restored"]).Errors);
        Assert.Empty(shell.Run("Test-MailStore").Success);
    }

    private static void MakeStore(ModuleShell shell) => Assert.Empty(shell.Run(
        """
        $null = Initialize-MailStore $args[0] -HostName mail.example.test
        $null = Connect-MailStore $args[0]
        Set-MailStore -MaxRecipients 30
        $null = New-MailDomain example.test
        $null = New-MailAccount ann@example.test -Password $args[1]
        """,
        shell.StorePath,
        ModuleShell.Secret(Password)).Errors);
}
