using System.Management.Automation;
using System.Management.Automation.Runspaces;
using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.Loading;

public sealed class ImportTests
{
    [Fact]
    public async Task Import_loads_two_assemblies_and_no_other()
    {
        ProcessRun result = await PowerShellProcess.RunCommandAsync(
            "[AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.Location -like '*/out/MailAdmin/*' -or $_.Location -like '*\\out\\MailAdmin\\*' } | ForEach-Object { $_.GetName().Name }");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["MailAdmin", "MailAdmin.Model"], result.Lines.Order());
    }

    [Fact]
    public void Imports_again_with_force_and_after_removal()
    {
        using ModuleShell shell = new();

        ShellResult result = shell.Run(
            "Import-Module $args[0] -Force; Import-Module $args[0]; Remove-Module MailAdmin; Import-Module $args[0]; Get-Command Get-MailDomain",
            Places.Manifest);

        Assert.Equal("Get-MailDomain", result.Value("Name"));
    }

    [Fact]
    public void Imports_into_a_second_runspace_that_closes_without_removing_it()
    {
        using ModuleShell shell = new();
        using (Runspace second = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2()))
        {
            second.Open();
            using PowerShell import = PowerShell.Create(second);
            import.AddCommand("Import-Module").AddParameter("Name", Places.Manifest).Invoke();
            Assert.False(import.HadErrors);
        }

        Assert.Equal("MailAdmin", shell.Run("Get-Module MailAdmin").Value("Name"));
    }
}
