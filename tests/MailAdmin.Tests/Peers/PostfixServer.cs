using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MailAdmin.Tests.Clients;

namespace MailAdmin.Tests.Peers;

/// <summary>
/// A Postfix of its own in a temporary folder, on a free port of the loopback: it takes mail for <c>peer.test</c> into
/// one maildir, knows the users bob and box with any number, and sends mail for example.test to a port that is given.
/// Disposing stops it.
/// </summary>
internal sealed class PostfixServer : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo folder;

    private PostfixServer(DirectoryInfo folder, int port)
    {
        this.folder = folder;
        Port = port;
    }

    public int Port { get; }

    public string MaildirNew => Path.Combine(folder.FullName, "mail", "box", "new");

    private string Configuration => Path.Combine(folder.FullName, "etc");

    /// <summary>Starts one; skips the test where it is not installed or cannot run.</summary>
    /// <param name="port">The port, from <see cref="FreePort"/>.</param>
    /// <param name="nextPort">Where it sends mail for example.test.</param>
    /// <param name="settings">More lines of main.cf; the last one of a name counts.</param>
    public static async Task<PostfixServer> StartAsync(int port, int nextPort, params string[] settings)
    {
        string program = ClientProcess.Require("postfix");
        Assert.SkipWhen(Environment.UserName != "root", "Postfix starts as root only.");
        PostfixServer server = new(Directory.CreateTempSubdirectory("postfix"), port);
        try
        {
            await server.ConfigureAsync(nextPort, settings);
            await ClientProcess.RunAsync(program, ["-c", server.Configuration, "start"]);
            await server.WaitForGreetingAsync(greets: !settings.Contains("smtpd_tls_wrappermode = yes"));
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A port that nobody had a moment ago: Postfix cannot choose one itself.</summary>
    public static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The messages in its maildir, as soon as there are so many.</summary>
    public async Task<List<string>> WaitForMessagesAsync(int count)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(20));
        while (CountMessages() < count)
        {
            try
            {
                await timer.WaitForNextTickAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"{CountMessages()} of {count} messages came.\n{await ReadLogAsync()}");
            }
        }

        return ReadMessages();
    }

    public int CountMessages() => Directory.Exists(MaildirNew) ? Directory.EnumerateFiles(MaildirNew).Count() : 0;

    public List<string> ReadMessages() =>
        Directory.Exists(MaildirNew)
            ? [.. Directory.EnumerateFiles(MaildirNew).Order().Select(file => File.ReadAllText(file, Encoding.Latin1))]
            : [];

    public Task<string> ReadLogAsync()
    {
        string log = Path.Combine(folder.FullName, "mail.log");
        return File.Exists(log) ? File.ReadAllTextAsync(log) : Task.FromResult("");
    }

    public async ValueTask DisposeAsync()
    {
        // "stop" waits for running deliveries; none is of use any more.
        await ClientProcess.RunAsync(
            ClientProcess.Require("postfix"), ["-c", Configuration, "abort"], mayExitWith: [1]);
        folder.Delete(recursive: true);
    }

    /// <summary>
    /// A setting that comes later replaces the earlier one. Postfix would do so itself, but warns of it, and the
    /// warnings of all its processes fill its log's socket before anybody reads from it.
    /// </summary>
    private static string Join(string main, string[] settings)
    {
        Dictionary<string, string> lines = [];
        foreach (string line in main.Split('\n', StringSplitOptions.RemoveEmptyEntries).Concat(settings))
        {
            lines[line.Split('=')[0].Trim()] = line;
        }

        return string.Join('\n', lines.Values) + "\n";
    }

    private async Task WaitForGreetingAsync(bool greets)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(20));
        do
        {
            try
            {
                using TcpClient client = new();
                await client.ConnectAsync(IPAddress.Loopback, Port, limit.Token);
                if (!greets)
                {
                    // It waits for a handshake first.
                    return;
                }

                using StreamReader reader = new(client.GetStream(), Encoding.ASCII);
                Assert.StartsWith("220 ", await reader.ReadLineAsync(limit.Token), StringComparison.Ordinal);
                return;
            }
            catch (SocketException)
            {
                // It is not there yet.
            }
        }
        while (await timer.WaitForNextTickAsync(limit.Token));
    }

    private async Task ConfigureAsync(int nextPort, string[] settings)
    {
        string root = folder.FullName;
        string[] names = ["etc", "queue", "data", "mail"];
        foreach (string name in names)
        {
            folder.CreateSubdirectory(name);
        }

        await ClientProcess.RunAsync("/bin/chmod", ["755", root, .. names.Select(name => Path.Combine(root, name))]);
        await ClientProcess.RunAsync("/bin/chown", ["postfix", Path.Combine(root, "data")]);
        await ClientProcess.RunAsync("/bin/chown", ["nobody", Path.Combine(root, "mail")]);
        await File.WriteAllTextAsync(Path.Combine(Configuration, "users"), "/^(bob|box[0-9]*)@/ box/\n");
        string main = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            compatibility_level = 3.6
            queue_directory = {root}/queue
            data_directory = {root}/data
            command_directory = /usr/sbin
            daemon_directory = /usr/lib/postfix/sbin
            mail_owner = postfix
            setgid_group = postdrop
            inet_interfaces = 127.0.0.1
            inet_protocols = ipv4
            myhostname = mx.peer.test
            mydestination =
            local_recipient_maps =
            mynetworks = 127.0.0.0/8
            alias_maps =
            alias_database =
            virtual_mailbox_domains = peer.test
            virtual_mailbox_base = {root}/mail
            virtual_mailbox_maps = regexp:{Configuration}/users
            virtual_uid_maps = static:65534
            virtual_gid_maps = static:65534
            virtual_minimum_uid = 1
            smtpd_relay_restrictions = permit_mynetworks, reject
            transport_maps = inline:{"{"} example.test=smtp:[127.0.0.1]:{nextPort} {"}"}
            smtpd_client_connection_count_limit = 0
            maillog_file = {root}/mail.log
            maillog_file_prefixes = {Path.GetDirectoryName(root)}

            """);
        await File.WriteAllTextAsync(Path.Combine(Configuration, "main.cf"), Join(main, settings));
        string master = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            127.0.0.1:{Port} inet n - n - - smtpd
            pickup unix n - n 60 1 pickup
            cleanup unix n - n - 0 cleanup
            qmgr unix n - n 300 1 qmgr
            tlsmgr unix - - n 1000? 1 tlsmgr
            rewrite unix - - n - - trivial-rewrite
            bounce unix - - n - 0 bounce
            defer unix - - n - 0 bounce
            trace unix - - n - 0 bounce
            verify unix - - n - 1 verify
            flush unix n - n 1000? 0 flush
            proxymap unix - - n - - proxymap
            smtp unix - - n - - smtp
            showq unix n - n - - showq
            error unix - - n - - error
            retry unix - - n - - error
            virtual unix - n n - - virtual
            anvil unix - - n - 1 anvil
            scache unix - - n - 1 scache
            postlog unix-dgram n - n - 1 postlogd

            """);
        await File.WriteAllTextAsync(Path.Combine(Configuration, "master.cf"), master);
    }
}
