using System.Management.Automation;
using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.Help;

/// <summary>Where the help says that a password is asked for, it is.</summary>
public sealed class QuestionTests
{
    public static TheoryData<string, string> Credentials =>
    [
        .. from cmdlet in Cmdlets.All
           from parameter in cmdlet.Parameters.Values
           where parameter.ParameterType == typeof(PSCredential)
           select (cmdlet.Name, parameter.Name),
    ];

    [Theory]
    [MemberData(nameof(Credentials), DisableDiscoveryEnumeration = true)]
    public void A_user_name_is_enough_for_a_credential(string cmdlet, string parameter)
    {
        using ModuleShell shell = new();
        ArgumentTransformationAttribute asks = Assert.Single(
            Cmdlets.Named(cmdlet).Parameters[parameter].Attributes.OfType<ArgumentTransformationAttribute>());

        ShellResult result = shell.Run("$args[0].Transform($ExecutionContext, 'ann@example.test')", asks);

        Assert.IsType<PSCredential>(Assert.Single(result.Success).BaseObject);
        Assert.Contains("asks for the password of ann@example.test", result.HostText, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_account_has_the_password_that_was_asked_for()
    {
        using ModuleShell shell = ModuleShell.WithAccounts();

        ShellResult made = shell.Run("New-MailAccount -Credential ann@example.test");

        Assert.Equal(["ann@example.test"], made.Texts("Address"));
        Assert.Contains("asks for the password of ann@example.test", made.HostText, StringComparison.Ordinal);
        ShellResult test = shell.Run("Test-MailAccountPassword ann@example.test");
        Assert.Equal(true, Assert.Single(test.Success).BaseObject);
        Assert.Contains("asks for Password", test.HostText, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_that_is_not_given_is_asked_for()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        Assert.Equal(false, shell.Run("Test-MailAccountPassword ann@example.test").Success[0].BaseObject);

        ShellResult result = shell.Run("Set-MailAccountPassword ann@example.test");

        Assert.Empty(result.Success);
        Assert.Contains("asks for Password", result.HostText, StringComparison.Ordinal);
        Assert.Equal(true, shell.Run("Test-MailAccountPassword ann@example.test").Success[0].BaseObject);
    }

    [Fact]
    public void Without_a_smart_host_nothing_is_asked()
    {
        using ModuleShell shell = ModuleShell.WithAccounts();

        ShellResult with = shell.Run(
            "Set-MailStore -SmartHost relay.example.net -SmartHostCredential me@example.net -PassThru");
        ShellResult without = shell.Run("Set-MailStore -SmartHostCredential $null -PassThru");

        Assert.Equal(["me@example.net"], with.Texts("SmartHostUserName"));
        Assert.Contains("asks for the password of me@example.net", with.HostText, StringComparison.Ordinal);
        Assert.Equal([null], without.Texts("SmartHostUserName"));
        Assert.DoesNotContain("asks for", without.HostText, StringComparison.Ordinal);
    }
}
