using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.Loading;

public sealed class RemovalTests
{
    [Fact]
    public async Task Removing_the_module_closes_the_ports_and_it_can_be_imported_again()
    {
        using TemporaryFolder folder = new();

        ProcessRun result = await PowerShellProcess.RunCommandAsync($$"""
            $null = Initialize-MailStore '{{folder["store"]}}'; $null = Connect-MailStore '{{folder["store"]}}'
            $port = (Start-MailListener -Protocol Imap -Port 0 -TlsMode StartTls).Port
            Remove-Module MailAdmin
            try { [System.Net.Sockets.TcpClient]::new('127.0.0.1', $port).Dispose(); 'open' } catch { 'closed' }
            Import-Module '{{Places.Manifest}}'
            (Get-MailStore '{{folder["store"]}}').HostName.Length -gt 0
            """);

        Assert.Equal("", result.Error);
        Assert.Equal(["closed", "True"], result.Lines);
    }
}
