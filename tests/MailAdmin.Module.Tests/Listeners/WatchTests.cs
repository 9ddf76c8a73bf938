using System.Management.Automation;
using MailAdmin.Module.Tests.Shell;
using MailKit.Net.Imap;
using MailKit.Security;

namespace MailAdmin.Module.Tests.Listeners;

public sealed class WatchTests
{
    [Fact]
    public async Task Events_are_written_as_they_happen_also_when_the_watch_began_first()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        using ModuleShell other = new();
        using PSDataCollection<PSObject> seen = [];
        using PSDataCollection<PSObject> nothing = [];
        using PowerShell watch = other.Prepare(
            "Watch-MailServer -Kind LogonFailed, LoggedOn -Account ann@* -StorePath $args[0]", shell.StorePath);
        nothing.Complete();
        IAsyncResult running = watch.BeginInvoke(nothing, seen);
        object port = shell.Run("Start-MailListener -Protocol Imap -TlsMode None -Port 0 -AllowPlaintextLogin")
            .Value("Port")!;

        // When the watch is in place nobody says; something happens until it is seen.
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (seen.Count == 0)
        {
            Assert.False(running.IsCompleted);
            await LogOnAsync((int)port, patience.Token);
        }

        watch.Stop();

        Assert.Equal(
            ("LoggedOn", "Imap", "ann@example.test", "127.0.0.1"),
            (Text("Kind"), Text("Source"), Text("Account"), Text("ClientAddress")));
        Assert.Equal(PSInvocationState.Stopped, watch.InvocationStateInfo.State);

        string? Text(string property) => seen[0].Properties[property].Value?.ToString();
    }

    [Fact]
    public void Without_a_store_it_says_which_command_makes_one()
    {
        using ModuleShell shell = new();

        ErrorRecord error = Assert.Single(shell.Run("Watch-MailServer -StorePath $args[0]", shell.StorePath).Errors);

        Assert.Equal("StoreNotFound,MailAdmin.Commands.Trace.WatchMailServerCommand", error.FullyQualifiedErrorId);
    }

    private static async Task LogOnAsync(int port, CancellationToken cancellationToken)
    {
        using ImapClient client = new();
        await client.ConnectAsync("127.0.0.1", port, SecureSocketOptions.None, cancellationToken);
        await client.AuthenticateAsync("ann@example.test", "secret-1", cancellationToken);
        await client.DisconnectAsync(quit: true, cancellationToken);
    }
}
