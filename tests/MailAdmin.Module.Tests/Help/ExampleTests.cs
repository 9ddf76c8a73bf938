using System.Management.Automation;
using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.Help;

/// <summary>The examples of the help run as they stand.</summary>
public sealed class ExampleTests
{
    // Only the core cmdlets are in the engine that these tests have.
    private const string Setting = """
        function global:Format-List { $input }
        function global:Get-Credential { [System.Management.Automation.PSCredential]::new('ann', [System.Net.NetworkCredential]::new('', 'secret').SecurePassword) }
        function global:Import-Csv { [pscustomobject]@{ Address = 'staff@example.test'; Member = 'ann@example.test; bob@example.test'; Owner = '' } }
        $null = New-MailDomain example.test, old.example.test
        $null = 'ann@example.test', 'bob@example.test' | New-MailAccount
        $null = New-MailAlias sales@example.test -Target ann@example.test
        $null = 'team@example.test', 'news@example.test' | New-MailGroup
        """;

    // The tests ask about servers elsewhere, and one cmdlet goes on until it is stopped.
    private static readonly string[] NotRun = ["Test-MailConnection", "Test-MailRelay", "Test-MailRoundTrip", "Test-MailTls", "Watch-MailServer"];

    public static TheoryData<string> Names =>
        [.. Cmdlets.All.Where(cmdlet => !NotRun.Contains(cmdlet.Name)).Select(cmdlet => cmdlet.Name)];

    [Theory]
    [MemberData(nameof(Names), DisableDiscoveryEnumeration = true)]
    public void Every_example_runs(string name)
    {
        using ModuleShell help = new();
        object[] examples = [.. help.Run("(Get-Help $args[0] -Full).examples.example | ForEach-Object { $_.code }", name).Success.Select(item => item.BaseObject)];

        Assert.All(examples.Cast<string>(), example =>
        {
            using ModuleShell shell = ModuleShell.WithStore();
            _ = shell.Run(Setting).Success;
            Prepare(shell, name, example);

            ShellResult result = shell.Run(example);

            Assert.True(result.Errors.Count == 0, string.Join('\n', result.Errors));
        });
    }

    private static void Prepare(ModuleShell shell, string name, string example)
    {
        // Fixed ports may be taken here, a service would wait, and the default store belongs to whoever runs the test.
        bool mustNotRun = example.Contains("-PortOffset", StringComparison.Ordinal) || example.Contains("-Wait", StringComparison.Ordinal)
            || name == "Initialize-MailStore";
        _ = mustNotRun ? shell.Run("$global:WhatIfPreference = $true").Success : [];
        _ = example switch
        {
            _ when example.StartsWith("New-MailDomain", StringComparison.Ordinal) => shell.Run("Remove-MailDomain example.test -Recurse -Confirm:$false").Success,
            _ when name == "New-MailAlias" => shell.Run("Remove-MailAlias sales@example.test").Success,
            _ when name == "New-MailGroup" => shell.Run("Get-MailGroup | Remove-MailGroup").Success,
            _ when name == "New-MailAccount" => shell.Run("Remove-MailAlias sales@example.test; Get-MailGroup | Remove-MailGroup; Get-MailAccount | Remove-MailAccount -Confirm:$false").Success,
            _ when name.EndsWith("Listener", StringComparison.Ordinal) && !mustNotRun => shell.Run("$null = Start-MailListener -Protocol Imap -TlsMode StartTls -Port 0").Success,
            _ when example == "Connect-MailStore ./store" => shell.Run("$null = $ExecutionContext.SessionState.Path.SetLocation($args[0])", shell.Folder.Path).Success,
            _ => [],
        };
    }
}
