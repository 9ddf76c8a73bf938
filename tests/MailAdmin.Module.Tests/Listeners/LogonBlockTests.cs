using System.Management.Automation;
using System.Net.Sockets;
using System.Text;
using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.Listeners;

/// <summary>Blocks for wrong passwords, as an administrator sees and ends them.</summary>
public sealed class LogonBlockTests
{
    private const string Begin =
        "Set-MailStore -LogonFailureLimit 1;"
        + "(Start-MailListener -Protocol Pop3 -TlsMode None -Port 0 -AllowPlaintextLogin).Port";

    [Fact]
    public async Task An_address_is_blocked_after_a_wrong_password_and_free_after_the_pipeline()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        int port = (int)Assert.Single(shell.Run(Begin).Success).BaseObject;
        Assert.StartsWith("-ERR [AUTH]", await LogOnAsync(port, "wrong"), StringComparison.Ordinal);
        Assert.StartsWith("-ERR [LOGIN-DELAY]", await LogOnAsync(port, "secret-1"), StringComparison.Ordinal);

        PSObject block = Assert.Single(shell.Run("Get-MailLogonBlock 127.*").Success);
        Assert.Equal(
            ("Blocked", "127.0.0.1", 1, "ann@example.test"),
            (
                $"{block.Properties["Effect"].Value}",
                block.Properties["ClientAddress"].Value,
                block.Properties["Failures"].Value,
                block.Properties["LastUserName"].Value));
        _ = shell.Run("Get-MailLogonBlock | Remove-MailLogonBlock -WhatIf").Success;
        Assert.Single(shell.Run("Get-MailLogonBlock").Success);
        _ = shell.Run("Get-MailLogonBlock | Remove-MailLogonBlock").Success;

        Assert.Empty(shell.Run("Get-MailLogonBlock").Success);
        Assert.StartsWith("+OK", await LogOnAsync(port, "secret-1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_block_goes_through_a_CSV_file()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        int port = (int)Assert.Single(shell.Run(Begin).Success).BaseObject;
        await LogOnAsync(port, "wrong");

        // What Import-Csv makes of it: everything is text, and what is missing is empty.
        _ = shell.Run(
            "Get-MailLogonBlock | ForEach-Object { [pscustomobject]@{ Effect = \"$($_.Effect)\"; "
                + "ClientAddress = $_.ClientAddress; Account = \"$($_.Account)\" } } | Remove-MailLogonBlock").Success;

        Assert.Empty(shell.Run("Get-MailLogonBlock").Success);
    }

    [Theory]
    [InlineData("Remove-MailLogonBlock 192.0.2.1", "LogonBlockNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Remove-MailLogonBlock -Account eve@example.test", "LogonBlockNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Remove-MailLogonBlock home", "InvalidArgument", ErrorCategory.InvalidArgument)]
    [InlineData("Remove-MailLogonBlock", "InvalidArgument", ErrorCategory.InvalidArgument)]
    public void What_is_not_blocked_is_an_error(string command, string id, ErrorCategory category)
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");

        ErrorRecord error = Assert.Single(shell.Run(command).Errors);

        Assert.Equal($"{id},MailAdmin.Commands.Sessions.RemoveMailLogonBlockCommand", error.FullyQualifiedErrorId);
        Assert.Equal(category, error.CategoryInfo.Category);
    }

    private static async Task<string> LogOnAsync(int port, string password)
    {
        using TcpClient client = new("127.0.0.1", port);
        using StreamReader reader = new(client.GetStream());
        await client.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes($"USER ann@example.test\r\nPASS {password}\r\nQUIT\r\n"));
        await reader.ReadLineAsync();
        await reader.ReadLineAsync();
        return await reader.ReadLineAsync() ?? "";
    }
}
