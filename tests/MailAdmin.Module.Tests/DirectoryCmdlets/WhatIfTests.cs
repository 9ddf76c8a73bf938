using System.Net.Sockets;
using MailAdmin.Module.Tests.Queue;
using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.DirectoryCmdlets;

/// <summary>With -WhatIf nothing changes, for each cmdlet that changes something.</summary>
public sealed class WhatIfTests
{
    private static readonly Dictionary<string, string> Scripts = new()
    {
        ["Add-MailGroupMember"] = "Add-MailGroupMember team@example.test -Member off@example.test",
        ["Backup-MailStore"] = "Backup-MailStore $args[0]",
        [
            "Copy-MailContent"
        ] = "Copy-MailContent ann@example.test -FromServer 127.0.0.1 -FromCredential ([pscredential]::new('ann', [securestring]::new()))",
        ["Disable-MailAccount"] = "Disable-MailAccount ann@example.test",
        ["Disable-MailDomain"] = "Disable-MailDomain example.test",
        ["Enable-MailAccount"] = "Enable-MailAccount off@example.test",
        ["Enable-MailDomain"] = "Enable-MailDomain off.test",
        ["Export-MailContent"] = "Export-MailContent ann@example.test -Path $args[0]",
        ["Export-MailQueueItem"] = "Get-MailQueueItem | Export-MailQueueItem -Path $args[0]",
        ["Import-MailContent"] = "Import-MailContent ann@example.test -Path (Get-Module MailAdmin).Path",
        ["Initialize-MailStore"] = "Initialize-MailStore $args[0]",
        ["Invoke-MailMaintenance"] = "$null = Invoke-MailMaintenance -Step Backup -BackupDestination $args[0]",
        ["New-MailAccount"] = "New-MailAccount new@example.test -GeneratePassword",
        ["New-MailAlias"] = "New-MailAlias new@example.test -Target ann@example.test",
        ["New-MailAppPassword"] = "Get-MailAccount | New-MailAppPassword -Name phone",
        ["New-MailDomain"] = "New-MailDomain new.test",
        ["New-MailGroup"] = "New-MailGroup new@example.test -Member ann@example.test",
        ["New-MailReport"] = "New-MailReport $args[0]",
        ["Remove-MailAccount"] = "Get-MailAccount | Remove-MailAccount",
        ["Remove-MailAlias"] = "Get-MailAlias | Remove-MailAlias",
        ["Remove-MailAppPassword"] = "Get-MailAppPassword | Remove-MailAppPassword",
        ["Remove-MailContent"] = "Remove-MailContent ann@example.test",
        ["Remove-MailDomain"] = "Get-MailDomain | Remove-MailDomain -Recurse",
        ["Remove-MailGroup"] = "Get-MailGroup | Remove-MailGroup",
        ["Remove-MailGroupMember"] = "Get-MailGroupMember | Remove-MailGroupMember",
        ["Remove-MailLogonBlock"] = "Remove-MailLogonBlock 192.0.2.1",
        ["Remove-MailQueueItem"] = "Get-MailQueueItem | Remove-MailQueueItem -Notify",
        ["Rename-MailAccount"] = "Rename-MailAccount ann@example.test new@example.test",
        ["Repair-MailStore"] = "Repair-MailStore",
        ["Restart-MailListener"] = "Restart-MailListener",
        ["Restore-MailStore"] = "Restore-MailStore $args[0] -StorePath $args[0]",
        ["Resume-MailQueueItem"] = "Get-MailQueueItem | Resume-MailQueueItem -Now",
        ["Send-MailQuotaWarning"] = "Send-MailQuotaWarning",
        ["Set-MailAccount"] = "Get-MailAccount | Set-MailAccount -Quota 1GB",
        ["Set-MailAccountPassword"] = "Set-MailAccountPassword ann@example.test -GeneratePassword",
        ["Set-MailAlias"] = "Set-MailAlias sales@example.test -Target off@example.test",
        ["Set-MailDomain"] = "Set-MailDomain example.test -Description new",
        ["Set-MailGroup"] = "Get-MailGroup | Set-MailGroup -Disabled -DisplayName new",
        ["Set-MailQuota"] = "Set-MailQuota ann@example.test, example.test -Quota 1GB",
        ["Set-MailStore"] = "Set-MailStore -HostName new.test",
        ["Start-MailListener"] = "Start-MailListener -Protocol Pop3 -TlsMode StartTls -Port 0 -Wait",
        ["Start-MailQueueDelivery"] = "Start-MailQueueDelivery -Wait",
        ["Stop-MailListener"] = "Stop-MailListener",
        ["Stop-MailSession"] = "Get-MailSession | Stop-MailSession",
        ["Suspend-MailQueueItem"] = "Get-MailQueueItem | Suspend-MailQueueItem",
        ["Undo-MailChange"] = "Get-MailChange | Undo-MailChange",
        ["Unregister-MailService"] = "Unregister-MailService",
    };

    public static TheoryData<string> Names =>
    [
        // A service needs a program that starts PowerShell, which the process of these tests has not: see ServiceTests.
        .. Cmdlets.All.Where(cmdlet => cmdlet.Parameters.ContainsKey("WhatIf") && cmdlet.Name != "Register-MailService")
            .Select(cmdlet => cmdlet.Name)
    ];

    [Theory]
    [MemberData(nameof(Names), DisableDiscoveryEnumeration = true)]
    public async Task Nothing_changes(string name)
    {
        using QueueShell world = await QueueShell.WithMessagesToAsync("bob@one.test", "ann@example.test");
        ModuleShell shell = world.Shell;
        object port = shell.Run(
            "$null = New-MailAccount off@example.test -Password $args[0]; Set-MailQuota ann@example.test -Quota 1; Disable-MailAccount off@example.test; $null = New-MailDomain off.test; Disable-MailDomain off.test; $null = New-MailAlias sales@example.test ann@example.test; $null = New-MailGroup team@example.test -Member ann@example.test; $null = New-MailAppPassword ann@example.test tablet; (Start-MailListener -Protocol Imap -TlsMode StartTls -Port 0).Port",
            ModuleShell.Secret("secret-1")).Success.Single().BaseObject;
        using TcpClient client = new("127.0.0.1", (int)port);
        Assert.True(SpinWait.SpinUntil(() => shell.Run("Get-MailSession").Output.Count == 1, TimeSpan.FromSeconds(60)));
        string before = Describe(shell);

        ShellResult result = shell.Run(Scripts[name] + " -WhatIf", shell.Folder["other"]);

        Assert.Empty(result.Errors);
        Assert.Empty(result.Output);
        Assert.Contains("What if", result.HostText, StringComparison.Ordinal);
        Assert.Equal(before, Describe(shell));
        Assert.False(System.IO.Directory.Exists(shell.Folder["other"]));
    }

    [Theory]
    [InlineData("New-MailAccount new@unknown.test", "DomainNotFound")]
    [InlineData("New-MailAccount ann@example.test -GeneratePassword", "AccountExists")]
    [InlineData("New-MailAccount sales@example.test", "AliasExists")]
    [InlineData("New-MailAccount new@example.test -Password ([securestring]::new())", "InvalidPassword")]
    [InlineData("Set-MailAccountPassword ann@example.test -Password ([securestring]::new())", "InvalidPassword")]
    [InlineData("New-MailAccount new@example.test -SendOnly -ReceiveOnly", "InvalidArgument")]
    [InlineData("Set-MailAccount nobody@example.test -Quota 1GB", "AccountNotFound")]
    [InlineData("Set-MailAccount sales@example.test -ForwardTo x@example.test", "AccountNotFound")]
    [InlineData("Set-MailAccountPassword nobody@example.test -GeneratePassword", "AccountNotFound")]
    [InlineData("Disable-MailAccount nobody@example.test", "AccountNotFound")]
    [InlineData("Remove-MailAccount nobody@example.test", "AccountNotFound")]
    [InlineData("Rename-MailAccount ann@example.test sales@example.test", "AliasExists")]
    [InlineData("New-MailAppPassword nobody@example.test -Name phone", "AccountNotFound")]
    [InlineData("Remove-MailAppPassword ann@example.test -Name phone", "AppPasswordNotFound")]
    [InlineData("New-MailAlias sales@example.test -Target ann@example.test", "AliasExists")]
    [InlineData("Set-MailAlias sales@example.test -Target sales@example.test", "AliasLoop")]
    [InlineData("Remove-MailAlias nobody@example.test", "AliasNotFound")]
    [InlineData("New-MailDomain example.test", "DomainExists")]
    [InlineData("Set-MailDomain unknown.test -Description x", "DomainNotFound")]
    [InlineData("Remove-MailDomain example.test", "DomainNotEmpty")]
    [InlineData("New-MailGroup ann@example.test", "AccountExists")]
    [InlineData("Add-MailGroupMember nobody@example.test -Member ann@example.test", "GroupNotFound")]
    [InlineData("Set-MailQuota nobody@example.test -Quota 1GB", "AccountNotFound")]
    [InlineData("Set-MailQuota unknown.test -Quota 1GB", "DomainNotFound")]
    [InlineData("Set-MailStore -SmartHost 'not a host'", "InvalidArgument")]
    [InlineData("Suspend-MailQueueItem 999", "QueueItemNotFound")]
    [InlineData("Resume-MailQueueItem 999 -Now", "QueueItemNotFound")]
    [InlineData("Remove-MailQueueItem 999", "QueueItemNotFound")]
    [InlineData("Export-MailQueueItem 999 -Path export", "QueueItemNotFound")]
    [InlineData("Stop-MailSession 999", "SessionNotFound")]
    [InlineData("Undo-MailChange 999", "ChangeNotFound")]
    [InlineData("Get-MailChange -Target example.test | Undo-MailChange", "DomainNotEmpty")]
    public void What_the_real_run_refuses_is_refused_and_nothing_changes(string script, string error)
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        _ = shell.Run("$null = New-MailAlias sales@example.test ann@example.test").Success;
        string before = string.Join('\n', shell.Run("Get-MailChange | ForEach-Object Sequence").Success);

        ShellResult checkedOnly = shell.Run(script + " -WhatIf");
        ShellResult preferred = shell.Run("$WhatIfPreference = $true; " + script);
        ShellResult real = shell.Run(
            "$WhatIfPreference = $false; " + script + (
                script.StartsWith("Remove-", StringComparison.Ordinal) ? " -Confirm:$false" : ""));

        Assert.Equal(error, Assert.Single(checkedOnly.Errors).FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal(error, Assert.Single(preferred.Errors).FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal(error, Assert.Single(real.Errors).FullyQualifiedErrorId.Split(',')[0]);
        Assert.DoesNotContain("What if", checkedOnly.HostText, StringComparison.Ordinal);
        Assert.Equal(before, string.Join('\n', shell.Run("Get-MailChange | ForEach-Object Sequence").Success));
    }

    private static string Describe(ModuleShell shell) => string.Join('\n', shell.Run("""
        Get-MailDomain; Get-MailAccount; Get-MailAppPassword; Get-MailAlias; Get-MailGroup; Get-MailGroupMember; Get-MailQuota; Get-MailListener
        Get-MailStore | ForEach-Object { "$($_.HostName) $($_.AccountCount) $($_.MessageCount) $($_.MaxMessageSize)" }
        Test-MailAccountPassword ann@example.test -Password $args[0]
        """, ModuleShell.Secret("secret-1")).Success);
}
