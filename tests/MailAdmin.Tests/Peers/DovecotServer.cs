using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MailAdmin.Tests.Clients;
using MailAdmin.Tests.Diagnostics;

namespace MailAdmin.Tests.Peers;

/// <summary>
/// A Dovecot 2.3 of its own in a temporary folder, on free ports of the loopback: IMAP and POP3, STARTTLS and TLS from
/// the start, logon for a Postfix, and its answer about full mailboxes. It knows ann@peer.test, and full@peer.test
/// whose mailbox is over its quota; both have the password <see cref="Diagnosis.Password"/>. Disposing stops it.
/// </summary>
internal sealed class DovecotServer : IAsyncDisposable
{
    public const string Ann = "ann@peer.test";
    public const string Full = "full@peer.test";

    /// <summary>
    /// Another address of it: Dovecot takes a client that comes from the server's own address for protected.
    /// </summary>
    public static readonly IPAddress OtherAddress = IPAddress.Parse("127.0.0.2");

    private const string Nobody = "65534";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo folder;

    private DovecotServer(DirectoryInfo folder) => this.folder = folder;

    public int ImapPort { get; } = PostfixServer.FreePort();

    public int ImapTlsPort { get; } = PostfixServer.FreePort();

    public int Pop3Port { get; } = PostfixServer.FreePort();

    public int Pop3TlsPort { get; } = PostfixServer.FreePort();

    /// <summary>Where a Postfix asks about passwords: <c>smtpd_sasl_path = inet:127.0.0.1:…</c>.</summary>
    public int LogonPort { get; } = PostfixServer.FreePort();

    /// <summary>Where a Postfix asks whether a mailbox is full: <c>check_policy_service inet:127.0.0.1:…</c>.</summary>
    public int QuotaPort { get; } = PostfixServer.FreePort();

    private string Configuration => Path.Combine(folder.FullName, "dovecot.conf");

    /// <summary>Starts one; skips the test where it is not installed or cannot run.</summary>
    /// <param name="settings">More lines of dovecot.conf, that come last.</param>
    public static async Task<DovecotServer> StartAsync(params string[] settings)
    {
        string program = ClientProcess.Require("dovecot");
        Assert.SkipWhen(Environment.UserName != "root", "Dovecot starts as root only.");
        string version = await ClientProcess.RunAsync(program, ["--version"]);
        Assert.SkipUnless(
            version.StartsWith("2.3.", StringComparison.Ordinal),
            $"The configuration is for Dovecot 2.3; this is {version}.");
        DovecotServer server = new(Directory.CreateTempSubdirectory("dovecot"));
        try
        {
            await server.ConfigureAsync(settings);
            // What goes on in the background keeps the output open, which would be waited for.
            await ClientProcess.RunAsync(
                "/bin/sh",
                [
                    "-c",
                    "\"$0\" -c \"$1\" >\"$1.out\" 2>&1 || { cat \"$1.out\"; exit 1; }",
                    program,
                    server.Configuration
                ]);
            await WaitForGreetingAsync(server.ImapPort);
            await WaitForGreetingAsync(server.Pop3Port);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public int PortOf(MailProtocol protocol, TlsMode mode) => (protocol, mode == TlsMode.Implicit) switch
    {
        (MailProtocol.Imap, false) => ImapPort,
        (MailProtocol.Imap, true) => ImapTlsPort,
        (MailProtocol.Pop3, false) => Pop3Port,
        (MailProtocol.Pop3, true) => Pop3TlsPort,
        _ => throw new ArgumentOutOfRangeException(nameof(protocol), protocol, "Dovecot does not speak it here."),
    };

    /// <summary>Stops it, as an administrator would; nothing listens afterwards.</summary>
    public async Task StopAsync() =>
        await ClientProcess.RunAsync(
            ClientProcess.Require("doveadm"), ["-c", Configuration, "stop"], mayExitWith: [1, 75]);

    /// <summary>The folder with the mail of a user.</summary>
    public string MailOf(string user) => Path.Combine(folder.FullName, "mail", user);

    /// <summary>Gives a user the mail of another folder in place of what there is.</summary>
    public async Task ReplaceMailAsync(string user, string source)
    {
        Directory.Delete(MailOf(user), recursive: true);
        await ClientProcess.RunAsync("/bin/cp", ["-a", source, MailOf(user)]);
        await ClientProcess.RunAsync("/bin/chown", ["-R", Nobody, MailOf(user)]);
    }

    /// <summary>The date of the messages that <see cref="FillAsync"/> makes.</summary>
    public static DateTime FilledDate { get; } = new(2024, 5, 6, 7, 8, 9, DateTimeKind.Utc);

    /// <summary>Sees to it that a folder of a Maildir has so many messages, each with a subject of its own.</summary>
    public async Task FillAsync(string user, string name, int count, string flags)
    {
        string maildir = Path.Combine(MailOf(user), name);
        foreach (string part in new[] { "tmp", "new", "cur" })
        {
            Directory.CreateDirectory(Path.Combine(maildir, part));
        }

        for (int i = 0; i < count; i++)
        {
            string file = Path.Combine(maildir, "cur", $"1000000000.{i:D6}.peer:2,{flags}");
            await File.WriteAllTextAsync(
                file, $"From: bob@peer.test\nSubject: {name} {i}\n\nMessage {i}\n{new string('x', i % 90)}\n");
            File.SetLastWriteTimeUtc(file, FilledDate);
        }

        await ClientProcess.RunAsync("/bin/chown", ["-R", Nobody, MailOf(user)]);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        folder.Delete(recursive: true);
    }

    private static async Task WaitForGreetingAsync(int port)
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
                await client.ConnectAsync(IPAddress.Loopback, port, limit.Token);
                using StreamReader reader = new(client.GetStream(), Encoding.ASCII);
                if (await reader.ReadLineAsync(limit.Token) is { Length: > 0 })
                {
                    return;
                }
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                // It is not there yet.
            }
        }
        while (await timer.WaitForNextTickAsync(limit.Token));
    }

    private async Task ConfigureAsync(string[] settings)
    {
        string root = folder.FullName;
        string mail = folder.CreateSubdirectory("mail").FullName;
        foreach (string name in new[] { "new", "cur", "tmp" })
        {
            Directory.CreateDirectory(Path.Combine(mail, "full", name));
        }

        await File.WriteAllTextAsync(
            Path.Combine(mail, "full", "new", "1.large"), "Subject: Large\n\n" + new string('x', 40_000) + "\n");
        await File.WriteAllTextAsync(
            Path.Combine(root, "users"),
            $"""
            {Ann}:{"{PLAIN}"}{Diagnosis.Password}:{Nobody}:{Nobody}::{mail}/ann::userdb_quota_rule=*:storage=1M
            {Full}:{"{PLAIN}"}{Diagnosis.Password}:{Nobody}:{Nobody}::{mail}/full::userdb_quota_rule=*:storage=10K

            """);
        await File.WriteAllTextAsync(Path.Combine(root, "chain.pem"), TestCertificates.IssuePem("localhost"));
        await ClientProcess.RunAsync("/bin/chmod", ["755", root]);
        await ClientProcess.RunAsync("/bin/chown", ["-R", Nobody, mail]);
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            base_dir = {{root}}/run
            state_dir = {{root}}/run
            log_path = {{root}}/dovecot.log
            protocols = imap pop3
            listen = 127.0.0.1, 127.0.0.2
            ssl = yes
            ssl_cert = <{{root}}/chain.pem
            ssl_key = <{{root}}/chain.pem
            auth_mechanisms = plain login
            auth_failure_delay = 0
            first_valid_uid = 1
            mail_location = maildir:{{mail}}/%n
            mail_plugins = quota
            passdb {
              driver = passwd-file
              args = {{root}}/users
            }
            userdb {
              driver = passwd-file
              args = {{root}}/users
            }
            protocol imap {
              mail_plugins = quota imap_quota
            }
            plugin {
              quota = maildir:User quota
              quota_status_success = DUNNO
              quota_status_overquota = 552 5.2.2 Mailbox is full
            }
            service imap-login {
              inet_listener imap {
                port = {{ImapPort}}
              }
              inet_listener imaps {
                port = {{ImapTlsPort}}
                ssl = yes
              }
            }
            service pop3-login {
              inet_listener pop3 {
                port = {{Pop3Port}}
              }
              inet_listener pop3s {
                port = {{Pop3TlsPort}}
                ssl = yes
              }
            }
            service auth {
              inet_listener {
                port = {{LogonPort}}
              }
            }
            service anvil {
              unix_listener anvil-auth-penalty {
                mode = 0
              }
            }
            service quota-status {
              executable = quota-status -p postfix
              client_limit = 1
              inet_listener {
                port = {{QuotaPort}}
              }
            }

            """);
        await File.WriteAllTextAsync(Configuration, text + string.Join('\n', settings) + "\n");
    }
}
