using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.Listeners;

/// <summary>What the server logs, as an administrator sees it.</summary>
public sealed class ServerLogTests
{
    [Fact]
    public async Task A_wrong_password_is_a_warning_in_the_log_and_on_the_stream_of_who_waits()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        (PowerShell waiting, IAsyncResult running) = shell.Start(
            "Start-MailListener -Protocol Imap -TlsMode None -Port 0 -AllowPlaintextLogin -Wait");
        using (waiting)
        {
            using (ModuleShell other = new())
            {
                IReadOnlyList<PSObject> listeners = [];
                while (listeners.Count == 0)
                {
                    listeners = [.. other.Run("Get-MailListener -StorePath $args[0]", shell.StorePath).Success];
                }

                int port = (int)listeners[0].Properties["Port"].Value;

                // Until the wait has begun, a warning is one that it may have missed.
                while (waiting.Streams.Warning.Count == 0)
                {
                    await LogOnWronglyAsync(port);
                }

                ShellResult logged = other.Run(
                    "Get-MailServerLog -StorePath $args[0] -Level Warning -First 1", shell.StorePath);
                Assert.Equal("Server.Logon.Authenticator", logged.Value("Category"));
                Assert.Equal("Server.Logon.Authenticator: " + logged.Value("Message"), waiting.Streams.Warning[0].Message);
                _ = other.Run("Stop-MailListener -StorePath $args[0]", shell.StorePath).Success;
            }

            waiting.EndInvoke(running);
        }
    }

    [Fact]
    public void The_log_is_read_when_the_store_cannot_be_opened_and_damaged_lines_are_a_warning()
    {
        using ModuleShell shell = ModuleShell.WithStore();
        _ = shell.Run("Disconnect-MailStore").Success;
        string log = Path.Combine(shell.StorePath, "log", "00000001.jsonl");
        File.AppendAllText(log, "{\"message\": torn\n");
        File.Delete(Path.Combine(shell.StorePath, "store.json"));
        Directory.Delete(Path.Combine(shell.StorePath, "mail"), recursive: true);

        ShellResult read = shell.Run("Get-MailServerLog -StorePath $args[0]", shell.StorePath);

        Assert.Contains(read.Texts("Message"), message => message!.Contains("is open", StringComparison.Ordinal));
        Assert.Equal("1 lines of the log are damaged and were left out.", Assert.Single(read.Warnings));
        Assert.All(read.Success, entry => Assert.Equal(
            DateTimeKind.Local, ((DateTime)entry.Properties["Time"].Value).Kind));
    }

    [Fact]
    public void A_store_that_does_not_exist_has_no_log()
    {
        using ModuleShell shell = new();

        ErrorRecord error = Assert.Single(shell.Run("Get-MailServerLog -StorePath $args[0]", shell.StorePath).Errors);

        Assert.Equal("StoreNotFound,MailAdmin.Commands.Log.GetMailServerLogCommand", error.FullyQualifiedErrorId);
    }

    private static async Task LogOnWronglyAsync(int port)
    {
        using TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        using StreamReader reader = new(client.GetStream());
        await using StreamWriter writer = new(client.GetStream()) { AutoFlush = true };
        await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        await writer.WriteAsync("a LOGIN nobody@example.test wrong\r\n");
        await reader.ReadLineAsync(TestContext.Current.CancellationToken);
    }
}
