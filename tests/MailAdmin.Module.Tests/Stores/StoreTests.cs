using System.Management.Automation;
using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.Stores;

public sealed class StoreTests
{
    [Fact]
    public void A_store_is_made_once_unless_forced()
    {
        using ModuleShell shell = new();

        ShellResult made = shell.Run(
            "Initialize-MailStore $args[0] -HostName mail.example.test -AdminAddress admin@example.test",
            shell.StorePath);
        ShellResult again = shell.Run("Initialize-MailStore $args[0] -HostName other.test", shell.StorePath);
        ShellResult forced = shell.Run("Initialize-MailStore $args[0] -HostName other.test -Force", shell.StorePath);

        Assert.Equal("mail.example.test", made.Value("HostName"));
        Assert.Equal("admin@example.test", made.Value("AdminAddress")!.ToString());
        Assert.Equal(
            "StoreExists,MailAdmin.Commands.Stores.InitializeMailStoreCommand",
            Assert.Single(again.Errors).FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ResourceExists, again.Errors[0].CategoryInfo.Category);
        Assert.Equal("mail.example.test", forced.Value("HostName"));
    }

    [Fact]
    public void A_missing_store_names_the_command_that_makes_one()
    {
        using ModuleShell shell = new();

        ShellResult result = shell.Run("Get-MailAccount -StorePath $args[0]", shell.StorePath);

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal("StoreNotFound,MailAdmin.Commands.Accounts.GetMailAccountCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        Assert.Equal(shell.StorePath, error.TargetObject.ToString());
        Assert.Contains(
            "Initialize-MailStore",
            error.ErrorDetails.RecommendedAction + error.Exception.Message,
            StringComparison.Ordinal);
        Assert.False(Directory.Exists(shell.StorePath));
    }

    [Fact]
    public void A_folder_with_other_files_is_left_alone()
    {
        using ModuleShell shell = new();
        Directory.CreateDirectory(shell.StorePath);
        File.WriteAllText(Path.Combine(shell.StorePath, "letter.txt"), "Dear Ann");

        ShellResult made = shell.Run("Initialize-MailStore $args[0]", shell.StorePath);
        ShellResult opened = shell.Run("Get-MailStore $args[0]", shell.StorePath);

        Assert.Equal(
            "StoreInvalid,MailAdmin.Commands.Stores.InitializeMailStoreCommand",
            Assert.Single(made.Errors).FullyQualifiedErrorId);
        Assert.Matches(
            "^(StoreInvalid|StoreNotFound),MailAdmin.Commands.Stores.GetMailStoreCommand$",
            Assert.Single(opened.Errors).FullyQualifiedErrorId);
        Assert.Equal(
            ["letter.txt"],
            Directory.EnumerateFileSystemEntries(shell.StorePath).Select(path => Path.GetFileName(path)));
    }

    [Fact]
    public void A_path_is_relative_to_the_location_of_the_session()
    {
        using ModuleShell shell = new();

        ShellResult result = shell.Run(
            "$null = $ExecutionContext.SessionState.Path.SetLocation($args[0]); Initialize-MailStore ./store; Connect-MailStore ./store",
            shell.Folder.Path);

        Assert.Equal([shell.StorePath, shell.StorePath], result.Texts("Path"));
    }

    [Fact]
    public void A_session_uses_the_store_it_is_connected_to_and_another_does_not()
    {
        using ModuleShell shell = ModuleShell.WithStore();
        using ModuleShell other = new();
        _ = other.Run(
            "$null = Initialize-MailStore $args[0]; $null = Connect-MailStore $args[0]", other.StorePath).Success;

        Assert.Equal(shell.StorePath, shell.Run("Get-MailStore").Value("Path"));
        Assert.Equal(other.StorePath, other.Run("Get-MailStore").Value("Path"));
        Assert.Equal(other.StorePath, shell.Run("Get-MailStore -StorePath $args[0]", other.StorePath).Value("Path"));
        Assert.Equal(
            other.StorePath,
            shell.Run("(Get-MailStore $args[0] | Connect-MailStore).Path", other.StorePath).Success.Single()
                .ToString());
        Assert.Empty(shell.Run("Disconnect-MailStore").Success);
    }

    [Fact]
    public void A_store_that_cannot_be_connected_to_leaves_the_session_without_one()
    {
        using ModuleShell shell = ModuleShell.WithStore();

        ShellResult result = shell.Run("Connect-MailStore $args[0]", shell.Folder["none"]);

        Assert.Equal(
            "StoreNotFound,MailAdmin.Commands.Stores.ConnectMailStoreCommand",
            Assert.Single(result.Errors).FullyQualifiedErrorId);
        ErrorRecord next = Assert.Single(
            shell.Run("Get-MailDomain; New-MailDomain new.test; Watch-MailServer").Errors.DistinctBy(error => error.Exception.Message));
        Assert.Equal("StoreNotFound", next.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Contains(shell.Folder["none"], next.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("Disconnect-MailStore", next.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(shell.StorePath, shell.Run("Get-MailStore $args[0]", shell.StorePath).Value("Path"));
        Assert.Equal(
            shell.StorePath,
            shell.Run("$null = Connect-MailStore $args[0]; Get-MailStore", shell.StorePath).Value("Path"));
    }

    [Theory]
    [InlineData("Connect-MailStore $notSet")]
    [InlineData("Connect-MailStore -Path ''")]
    [InlineData("Connect-MailStore 'NoSuchDrive:/store'")]
    [InlineData("Connect-MailStore ([char]0)")]
    public void A_path_that_is_none_leaves_the_session_without_a_store_too(string script)
    {
        using ModuleShell shell = ModuleShell.WithStore();

        Assert.Single(shell.Run(script).Errors);

        Assert.Equal(
            "StoreNotFound", Assert.Single(shell.Run("Get-MailDomain").Errors).FullyQualifiedErrorId.Split(',')[0]);
        Assert.Empty(shell.Run("Disconnect-MailStore").Errors);
        Assert.Equal(shell.StorePath, shell.Run("Connect-MailStore $args[0]", shell.StorePath).Value("Path"));
    }

    [Fact]
    public void Another_session_does_not_take_the_store_of_this_one()
    {
        using ModuleShell shell = ModuleShell.WithStore();
        using ModuleShell other = new();

        Assert.Empty(other.Run("Get-MailStore").Output);
    }

    [Fact]
    public void Findings_are_repaired_in_the_store_where_they_were_found()
    {
        using ModuleShell shell = ModuleShell.WithStore();
        string second = shell.Folder["second"];
        _ = shell.Run(
            "$null = Initialize-MailStore $args[0]; $null = Start-MailListener -Protocol Imap -TlsMode None -Port 0 -StorePath $args[0]",
            second).Success;
        string large = Directory.CreateDirectory(Path.Combine(second, "mail", "large")).FullName;
        string orphan = Path.Combine(large, "00000000000000ff.eml");
        File.WriteAllText(orphan, "left over");

        ShellResult repaired = shell.Run("Test-MailStore $args[0] | Repair-MailStore -Confirm:$false", second);

        Assert.Equal(second, repaired.Value("StorePath"));
        Assert.Equal(true, repaired.Value("Repaired"));
        Assert.Empty(shell.Run("Test-MailStore $args[0]; Stop-MailListener -StorePath $args[0]", second).Success);
    }

    [Fact]
    public void Settings_are_changed_and_kept()
    {
        using ModuleShell shell = ModuleShell.WithStore();

        ShellResult set =
            shell.Run("Get-MailStore | Set-MailStore -MaxMessageSize '100 MB' -DefaultQuota 2GB -LogonFailureLimit 5 -LogonBlockDuration 01:00:00 -QuotaWarning 70, 90 -PassThru");

        Assert.Equal("100 MB", set.Value("MaxMessageSize")!.ToString());
        Assert.Equal("2 GB", set.Value("DefaultQuota")!.ToString());
        Assert.Equal(5, set.Value("LogonFailureLimit"));
        Assert.Equal(TimeSpan.FromHours(1), set.Value("LogonBlockDuration"));
        Assert.Equal("mail.example.test", shell.Run("Get-MailStore").Value("HostName"));
    }

    [Fact]
    public void A_sound_store_yields_no_finding_and_needs_no_repair()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");

        Assert.Empty(shell.Run("Test-MailStore").Success);
        Assert.Empty(shell.Run("Test-MailStore | Repair-MailStore -Confirm:$false").Success);
        Assert.Equal("ann@example.test", shell.Run("Get-MailAccount").Value("Address")!.ToString());
    }

    [Fact]
    public async Task A_store_of_another_process_is_administered_through_it()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        _ = shell.Run("$null = Start-MailListener -Protocol Imap -TlsMode Implicit -Port 0").Success;

        ProcessRun result = await PowerShellProcess.RunCommandAsync(
            "1..50 | ForEach-Object { \"user$_@example.test\" } | New-MailAccount | ForEach-Object { $_.Address.ToString() }; New-MailAccount ann@example.test; (Get-MailStore).OwnerProcessId; (Get-MailListener).Port; (Get-MailAccount).Count",
            shell.StorePath);

        string[] lines = result.Lines;
        Assert.Equal(Enumerable.Range(1, 50).Select(number => $"user{number}@example.test"), lines.Take(50));
        Assert.Equal(Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture), lines[50]);
        Assert.Equal(shell.Run("(Get-MailListener).Port").Success.Single().ToString(), lines[51]);
        Assert.Equal("51", lines[52]);
        Assert.Contains("already exists", result.Error, StringComparison.Ordinal);
        Assert.Equal(51, shell.Run("Get-MailAccount").Success.Count);
    }

    [Fact]
    public void A_store_whose_owner_does_not_answer_is_reported_as_locked()
    {
        using ModuleShell shell = ModuleShell.WithStore();
        using TemporaryFolder copy = new();
        string path = copy["store"];
        _ = shell.Run("$null = Initialize-MailStore $args[0]", path).Success;
        using ModuleShell fresh = new();
        _ = fresh.Run("Remove-Module MailAdmin; Import-Module $args[0]", Places.Manifest);
        using FileStream held = HoldLock(path);

        ShellResult result = fresh.Run("Get-MailStore $args[0]", path);

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Matches(
            "^(StoreLocked|OwnerUnreachable),MailAdmin.Commands.Stores.GetMailStoreCommand$",
            error.FullyQualifiedErrorId);
        Assert.NotEqual("", error.ErrorDetails.RecommendedAction);
    }

    private static FileStream HoldLock(string path)
    {
        // The module lets go of the store a few seconds after the last cmdlet.
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return new FileStream(
                    Path.Combine(path, "store.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (attempt < 200)
            {
                Task.Delay(100).GetAwaiter().GetResult();
            }
        }
    }
}
