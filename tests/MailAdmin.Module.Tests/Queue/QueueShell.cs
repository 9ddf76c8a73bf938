using System.Net;
using System.Net.Sockets;
using MailAdmin.Module.Tests.Shell;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace MailAdmin.Module.Tests.Queue;

/// <summary>
/// A shell whose store sends through a smart host that takes no connections, so that whatever goes elsewhere stays in
/// the queue. Listeners run only while mail is handed in: the queue then stands still until a test moves it.
/// </summary>
internal sealed class QueueShell : IDisposable
{
    // Bound but not listening: nobody else gets the port, and whoever connects is refused.
    private readonly Socket closedPort = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    private QueueShell(ModuleShell shell)
    {
        Shell = shell;
        closedPort.Bind(new IPEndPoint(IPAddress.Loopback, 0));
    }

    public ModuleShell Shell { get; }

    /// <summary>A store in which a message waits for each recipient; its subject is "To" and the recipient.</summary>
    public static async Task<QueueShell> WithMessagesToAsync(params string[] recipients)
    {
        QueueShell world = new(ModuleShell.WithAccounts("ann@example.test"));
        _ = world.Run(
            "Set-MailStore -RelayNetwork 127.0.0.0/8 -SmartHost $args[0]",
            world.closedPort.LocalEndPoint!.ToString()).Success;
        object port = world.Run("Start-MailListener -Protocol Smtp -TlsMode None -Port 0").Value("Port")!;
        using (SmtpClient client = new())
        {
            await client.ConnectAsync(
                "127.0.0.1", (int)port, SecureSocketOptions.None, TestContext.Current.CancellationToken);
            foreach (string recipient in recipients)
            {
                await client.SendAsync(Message(recipient), TestContext.Current.CancellationToken);
            }

            await client.DisconnectAsync(quit: true, TestContext.Current.CancellationToken);
        }

        _ = world.Run("Stop-MailListener").Success;
        return world;
    }

    public ShellResult Run(string script, params object?[] arguments) => Shell.Run(script, arguments);

    public void Dispose()
    {
        Shell.Dispose();
        closedPort.Dispose();
    }

    private static MimeMessage Message(string recipient) => new(
        [new MailboxAddress("Ann", "ann@example.test")],
        [new MailboxAddress("", recipient)],
        $"To {recipient}",
        new TextPart("plain") { Text = $"Dear {recipient}\r\n" })
    {
        MessageId = $"to-{recipient}",
    };
}
