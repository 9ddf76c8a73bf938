using System.Reflection;
using System.Reflection.Emit;
using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.Loading;

/// <summary>The module does not meet the assemblies of other modules.</summary>
public sealed class IsolationTests
{
    [Fact]
    public async Task Works_with_newer_versions_of_its_libraries_loaded_by_another_module()
    {
        using TemporaryFolder folder = new();
        foreach (string name in new[] { "LiteDB", "MimeKit", "MailKit", "StreamJsonRpc" })
        {
            PersistedAssemblyBuilder builder = new(
                new AssemblyName(name) { Version = new Version(99, 0, 0, 0) }, typeof(object).Assembly);
            builder.DefineDynamicModule(name).DefineType("Foreign", TypeAttributes.Public).CreateType();
            builder.Save(folder[name + ".dll"]);
        }

        ProcessRun result = await PowerShellProcess.RunCommandAsync($$"""
            foreach ($name in 'LiteDB', 'MimeKit', 'MailKit', 'StreamJsonRpc') { $null = [System.Reflection.Assembly]::LoadFrom("{{folder.Path}}/$name.dll") }
            Import-Module '{{Places.Manifest}}' -Force
            $null = Initialize-MailStore '{{folder["store"]}}'; $null = Connect-MailStore '{{folder["store"]}}'
            $null = New-MailDomain example.test; $null = New-MailAccount ann@example.test
            $null = Start-MailListener -Protocol Imap -Port 0 -TlsMode StartTls
            (Get-MailAccount ann@example.test).Address.ToString()
            [AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { $_.GetName() } | Where-Object Name -eq LiteDB | ForEach-Object { "LiteDB $($_.Version)" }
            """);

        Assert.Equal("", result.Error);
        string[] lines = result.Lines;
        Assert.Equal("ann@example.test", lines[0]);
        Assert.Contains("LiteDB 99.0.0.0", lines);
        Assert.Contains(lines, line => line.StartsWith("LiteDB 5.", StringComparison.Ordinal));
    }

    [Fact]
    public void The_staged_module_has_two_assemblies_beside_each_other_and_no_engine()
    {
        string[] shared =
        [
            .. Directory.EnumerateFiles(Path.Combine(Places.StagedModule, "bin"))
                .Select(path => Path.GetFileName(path))
                .Order()
        ];
        string[] files =
        [
            .. Directory.EnumerateFiles(Places.StagedModule, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetFileName(path))
        ];

        Assert.Equal(["MailAdmin.Model.dll", "MailAdmin.dll"], shared.Order(StringComparer.Ordinal));
        Assert.DoesNotContain("System.Management.Automation.dll", files);
        Assert.DoesNotContain(
            "MailAdmin.Model.dll",
            Directory.EnumerateFiles(Path.Combine(Places.StagedModule, "bin", "lib"))
                .Select(path => Path.GetFileName(path)));
        Assert.Contains("LICENSE", files);
    }

    [Fact]
    public async Task Runspaces_beside_each_other_share_a_store()
    {
        using TemporaryFolder folder = new();

        // What ForEach-Object -Parallel does: a runspace each, without the connection of the first.
        ProcessRun result = await PowerShellProcess.RunCommandAsync(
            $$"""
            $null = Initialize-MailStore '{{folder["store"]}}'
            $null = New-MailDomain example.test
            $pool = [runspacefactory]::CreateRunspacePool([initialsessionstate]::CreateDefault2()); $null = $pool.SetMaxRunspaces(4); $pool.Open()
            $running = 1..8 | ForEach-Object {
                $shell = [powershell]::Create(); $shell.RunspacePool = $pool
                $null = $shell.AddScript("Import-Module '{{Places.Manifest}}'; (New-MailAccount user$_@example.test).Address.ToString()")
                [pscustomobject]@{ Shell = $shell; Result = $shell.BeginInvoke() }
            }
            $running | ForEach-Object { $_.Shell.EndInvoke($_.Result); $_.Shell.Streams.Error }
            (Get-MailDomain example.test).AccountCount
            """,
            folder["store"]);

        Assert.Equal("", result.Error);
        string[] lines = result.Lines;
        Assert.Equal([.. Enumerable.Range(1, 8).Select(number => $"user{number}@example.test"), "8"], lines);
    }
}
