using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.DirectoryCmdlets;

public sealed class ChangeTests
{
    [Fact]
    public void Changes_say_who_changed_what_by_which_command_and_hide_passwords()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        shell.Run("Set-MailAccount ann@example.test -DisplayName Ann -Quota 2GB; Set-MailAccountPassword ann@example.test -GeneratePassword");

        ShellResult changes = shell.Run("Get-MailChange ann@example.test");
        ShellResult texts =
            shell.Run("(Get-MailChange -Command Set-MailAccount -First 1).After['Quota']; (Get-MailChange -First 1).After['Password']");

        Assert.Equal(
            ["Set-MailAccountPassword", "Set-MailAccount", "New-MailAccount"],
            changes.Success.Select(item => item.Properties["Command"].Value));
        Assert.Equal(Environment.UserName, changes.Success[0].Properties["Who"].Value);
        Assert.Equal(["2 GB", "********"], texts.Success.Select(item => item.BaseObject));
    }

    [Fact]
    public void A_change_is_undone_from_the_pipeline_and_the_undoing_is_a_change()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        shell.Run(
            "Set-MailAccount ann@example.test -DisplayName Ann; Set-MailAccount ann@example.test -DisplayName Anna");

        ShellResult undone = shell.Run("Get-MailChange ann@example.test -First 2 | Undo-MailChange -PassThru");

        Assert.Empty(undone.Errors);
        Assert.Equal(
            ["Undo-MailChange", "Undo-MailChange"], undone.Success.Select(item => item.Properties["Command"].Value));
        Assert.Null(shell.Run("Get-MailAccount ann@example.test").Value("DisplayName"));
    }

    [Fact]
    public void Undoing_with_WhatIf_refuses_no_change_that_waits_for_one_before_it()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        _ = shell.Run("'a', 'b' | ForEach-Object { Set-MailAccount ann@example.test -Description $_ }").Success;

        ShellResult earlier = shell.Run("(Get-MailChange -Target ann@example.test -First 2)[1] | Undo-MailChange -WhatIf");
        ShellResult both = shell.Run("Get-MailChange -Target ann@example.test -First 2 | Undo-MailChange -WhatIf");

        Assert.Empty(both.Errors);
        Assert.Equal(2, both.HostText.Split("What if").Length - 1);
        Assert.Equal("ChangeConflict", Assert.Single(earlier.Errors).FullyQualifiedErrorId.Split(',')[0]);
    }

    [Fact]
    public void Undoing_with_WhatIf_changes_nothing_and_one_that_does_not_exist_is_an_error()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        shell.Run("Set-MailAccount ann@example.test -DisplayName Ann");

        ShellResult none = shell.Run("Get-MailChange -First 1 | Undo-MailChange -WhatIf -PassThru");
        ShellResult missing = shell.Run("Undo-MailChange 999999");

        Assert.Empty(none.Success);
        Assert.Equal("Ann", shell.Run("Get-MailAccount ann@example.test").Value("DisplayName"));
        Assert.Equal(
            "ChangeNotFound,MailAdmin.Commands.Changes.UndoMailChangeCommand",
            Assert.Single(missing.Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void An_earlier_change_is_refused_until_the_later_one_is_undone()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        shell.Run(
            "Set-MailAccount ann@example.test -DisplayName Ann; Set-MailAccount ann@example.test -DisplayName Anna");

        ShellResult refused = shell.Run("(Get-MailChange ann@example.test -First 2)[-1] | Undo-MailChange");

        Assert.Equal(
            "ChangeConflict,MailAdmin.Commands.Changes.UndoMailChangeCommand",
            Assert.Single(refused.Errors).FullyQualifiedErrorId);
        Assert.Equal("Anna", shell.Run("Get-MailAccount ann@example.test").Value("DisplayName"));
    }

    [Fact]
    public void App_passwords_come_and_go_with_their_changes()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        _ = shell.Run("$null = New-MailAppPassword ann@example.test phone; $null = New-MailAppPassword ann@example.test tablet").Success;
        _ = shell.Run("Remove-MailAppPassword ann@example.test phone").Success;
        Assert.Equal(["tablet"], shell.Run("Get-MailAppPassword").Texts("Name"));

        ShellResult removed = shell.Run("Get-MailChange ann@example.test -First 1 | Undo-MailChange -PassThru");
        Assert.Equal(["phone", "tablet"], shell.Run("Get-MailAppPassword").Texts("Name").Order());
        Assert.Equal(["Undo-MailChange"], removed.Texts("Command"));

        _ = shell.Run("Get-MailChange ann@example.test -Command New-MailAppPassword -First 1 | Undo-MailChange").Success;
        Assert.Equal(["phone"], shell.Run("Get-MailAppPassword").Texts("Name"));
        Assert.Equal(["ann@example.test"], shell.Run("Get-MailAccount").Texts("Address"));
    }

    [Fact]
    public void A_forecast_without_growth_has_no_day()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");

        ShellResult quota = shell.Run("Get-MailQuota -Forecast; Get-MailQuota example.test -Forecast");

        Assert.Empty(quota.Errors);
        Assert.Equal(2, quota.Success.Count);
        Assert.All(quota.Success, item => Assert.Null(item.Properties["FullOn"].Value));
    }
}
