using System.Management.Automation;
using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.DirectoryCmdlets;

public sealed class GroupTests
{
    [Fact]
    public void A_group_flows_through_get_set_and_remove()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");

        ShellResult created =
            shell.Run("[pscustomobject]@{ Address = 'team@example.test'; Member = 'ann@example.test; bob@partner.test'; Owner = ''; PostPermission = 'Members'; Disabled = '' } | New-MailGroup");
        ShellResult set =
            shell.Run("Get-MailGroup | Set-MailGroup -Owner ann@example.test -PostPermission Owners -DisplayName 'The team' -PassThru");
        ShellResult disabled = shell.Run("Set-MailGroup team@example.test -Disabled -PassThru");
        ShellResult removed = shell.Run("Get-MailGroup *@example.test | Remove-MailGroup; Get-MailGroup");

        Assert.Equal(
            ("Members", true, 2),
            (created.Value("PostPermission")!.ToString(), created.Value("Enabled"), created.Value("MemberCount")));
        Assert.Equal("ann@example.test bob@partner.test", Joined(created.Value("Member")));
        Assert.Equal(
            ("Owners", "The team", "ann@example.test"),
            (set.Value("PostPermission")!.ToString(), set.Value("DisplayName"), Joined(set.Value("Owner"))));
        Assert.Equal("ann@example.test bob@partner.test", Joined(set.Value("Member")));
        Assert.Equal((false, "The team"), (disabled.Value("Enabled"), disabled.Value("DisplayName")));
        Assert.Empty(removed.Success);
    }

    [Fact]
    public void Members_come_and_go_and_those_that_are_there_stay_once()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        _ = shell.Run("$null = New-MailGroup team@example.test -Member ann@example.test").Success;

        ShellResult added = shell.Run(
            "Add-MailGroupMember team@example.test -Member bob@partner.test, ANN@example.test -PassThru");
        ShellResult removed =
            shell.Run("Get-MailGroupMember team@example.test | Where-Object Member -EQ ann@example.test | Remove-MailGroupMember -PassThru");

        Assert.Equal("ann@example.test bob@partner.test", Joined(added.Value("Member")));
        Assert.Equal("bob@partner.test", Joined(removed.Value("Member")));
        _ =
            shell.Run("Add-MailGroupMember team@example.test -Member ann@example.test; Get-MailGroupMember | Set-MailGroup -DisplayName new").Success;
        Assert.Equal(["bob@partner.test", "ann@example.test"], shell.Run("Get-MailGroupMember").Texts("Member"));
        _ = shell.Run("Remove-MailGroupMember team@example.test -Member ann@example.test").Success;
        Assert.Equal(["bob@partner.test"], shell.Run("Get-MailGroupMember").Texts("Member"));
    }

    [Fact]
    public void An_empty_cell_changes_nothing_and_a_bad_row_does_not_stop_the_next()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        _ =
            shell.Run("$null = New-MailGroup team@example.test -Member ann@example.test -PostPermission Owners -DisplayName Team").Success;

        ShellResult result = shell.Run("""
            [pscustomobject]@{ Address = 'nobody@example.test'; Member = ''; PostPermission = ''; DisplayName = '' },
            [pscustomobject]@{ Address = 'team@example.test'; Member = ''; PostPermission = ''; DisplayName = '' } | Set-MailGroup -Disabled -PassThru
            """);

        Assert.Equal(
            "GroupNotFound,MailAdmin.Commands.Groups.SetMailGroupCommand",
            Assert.Single(result.Errors).FullyQualifiedErrorId);
        PSObject group = Assert.Single(result.Output);
        Assert.Equal(
            ("ann@example.test", "Owners", "Team", false),
            (
                Joined(group.Properties["Member"].Value),
                group.Properties["PostPermission"].Value.ToString(),
                group.Properties["DisplayName"].Value,
                group.Properties["Enabled"].Value));
    }

    [Theory]
    [InlineData("New-MailGroup team@example.test", "GroupExists,MailAdmin.Commands.Groups.NewMailGroupCommand")]
    [InlineData("New-MailGroup ann@example.test", "AccountExists,MailAdmin.Commands.Groups.NewMailGroupCommand")]
    [InlineData(
        "New-MailAlias team@example.test -Target ann@example.test",
        "GroupExists,MailAdmin.Commands.Aliases.NewMailAliasCommand")]
    [InlineData("New-MailGroup x@unknown.test", "DomainNotFound,MailAdmin.Commands.Groups.NewMailGroupCommand")]
    [InlineData(
        "New-MailGroup x@example.test -Member 'no address'",
        "InvalidAddress,MailAdmin.Commands.Groups.NewMailGroupCommand")]
    [InlineData(
        "Add-MailGroupMember team@example.test -Member team@example.test",
        "AliasLoop,MailAdmin.Commands.Groups.AddMailGroupMemberCommand")]
    [InlineData(
        "Add-MailGroupMember ann@example.test -Member bob@partner.test",
        "GroupNotFound,MailAdmin.Commands.Groups.AddMailGroupMemberCommand")]
    [InlineData("Get-MailGroup ann@example.test", "GroupNotFound,MailAdmin.Commands.Groups.GetMailGroupCommand")]
    [InlineData("Remove-MailGroup ann@example.test", "GroupNotFound,MailAdmin.Commands.Groups.RemoveMailGroupCommand")]
    public void Refusals_have_a_stable_id_and_change_nothing(string script, string errorId)
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        _ = shell.Run("$null = New-MailGroup team@example.test -Member ann@example.test").Success;

        Assert.Equal(errorId, Assert.Single(shell.Run(script).Errors).FullyQualifiedErrorId);
        Assert.Equal(["ann@example.test"], shell.Run("Get-MailGroupMember").Texts("Member"));
    }

    private static string Joined(object? list) =>
        string.Join(' ', ((System.Collections.IEnumerable)list!).Cast<object>());
}
