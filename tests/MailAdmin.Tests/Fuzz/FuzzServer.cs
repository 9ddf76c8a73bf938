using System.Globalization;
using System.Net.Sockets;
using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Storage;
using MailAdmin.Tests.Server;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using MailKit.Security;
using Microsoft.Extensions.Logging.Abstractions;

namespace MailAdmin.Tests.Fuzz;

/// <summary>
/// A server in a process of its own, with the accounts of <see cref="Grammar"/>, that log on in the clear and may fail
/// as often as they like.
/// </summary>
internal sealed class FuzzServer : IDisposable
{
    private static readonly string[] Accounts = [.. Grammar.Accounts.Select(name => name + "@example.test")];
    private static readonly ChangeOrigin Origin = new("test", "test", 0);
    private readonly TemporaryFolder folder;
    private readonly ServerProcess process;

    private FuzzServer(TemporaryFolder folder, ServerProcess process)
    {
        this.folder = folder;
        this.process = process;
    }

    public static async Task<FuzzServer> StartAsync()
    {
        TemporaryFolder folder = new();

        // What may be sent elsewhere is kept: nothing listens there.
        StoreSettings settings = new()
        {
            HostName = "mail.example.test",
            Durability = StoreDurability.Process,
            LogonFailureLimit = 0,
            SmartHost = "127.0.0.1:1",
        };
        await MailStorage.InitializeAsync(folder.Store, settings, default);
        IMailStorage storage =
            await MailStorage.OpenAsync(folder.Store, TimeProvider.System, NullLoggerFactory.Instance, default);
        await using (storage)
        {
            DomainName domain = DomainName.Parse("example.test");
            await storage.Directory.Domains.CreateAsync(new DomainRecord { Name = domain }, Origin, default);
            foreach (string address in Accounts)
            {
                AccountRecord account = new()
                {
                    Address = EmailAddress.Parse(address),
                    Password = ScramCredential.Create("secret", 4_096),
                };
                await storage.Directory.Accounts.CreateAsync(account, Origin, default);
            }
        }

        return new FuzzServer(folder, await ServerProcess.StartAsync("fuzz", folder.Store));
    }

    public int Port(MailProtocol protocol) => int.Parse(
        process.Ready[
            protocol switch
            {
                MailProtocol.Smtp => 0,
                MailProtocol.Submission => 1,
                MailProtocol.Pop3 => 2,
                _ => 3,
            }],
        CultureInfo.InvariantCulture);

    /// <summary>Delivers messages of the grammar to every account.</summary>
    public async Task FillAsync()
    {
        using TcpClient client = new("127.0.0.1", Port(MailProtocol.Smtp));
        await using NetworkStream stream = client.GetStream();
        StringBuilder session = new("EHLO client.example\r\n");
        for (int seed = 1; seed <= 8; seed++)
        {
            string message = new MimeGrammar(new Grammar(new Random(seed))).Message();
            session.Append("MAIL FROM:<>\r\n");
            session.AppendJoin("", Accounts.Select(account => $"RCPT TO:<{account}>\r\n"));
            session.Append(CultureInfo.InvariantCulture, $"BDAT {message.Length} LAST\r\n{message}");
        }

        using StreamReader reader = new(stream, Encoding.Latin1);
        await reader.ReadLineAsync();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(session + "QUIT\r\n"));
        string answer = await reader.ReadToEndAsync();
        Assert.Contains("250 2.0.0 OK, message", answer, StringComparison.Ordinal);
    }

    /// <summary>Empties all accounts, as a client that is well does, and returns the memory that is in use then.</summary>
    public async Task<long> TidyAndMeasureAsync()
    {
        foreach (string account in Accounts)
        {
            using ImapClient client = new();
            await client.ConnectAsync("127.0.0.1", Port(MailProtocol.Imap), SecureSocketOptions.None);
            await client.AuthenticateAsync(account, "secret");
            IList<IMailFolder> folders = await client.GetFoldersAsync(client.PersonalNamespaces[0]);
            foreach (IMailFolder other in folders.Where(other => other != client.Inbox && other.CanOpen).Reverse())
            {
                await DeleteAsync(other);
            }

            await client.Inbox!.OpenAsync(FolderAccess.ReadWrite);
            await client.Inbox.AddFlagsAsync(
                await client.Inbox.SearchAsync(SearchQuery.All), MessageFlags.Deleted, silent: true);
            await client.Inbox.ExpungeAsync();
            await client.DisconnectAsync(quit: true);
        }

        string answer = await process.AskAsync("memory");
        string[] words = answer.Split(' ');
        Assert.True(words[0] == "MEMORY", answer);
        Assert.True(words[2] == "0", $"exceptions that nobody saw: {answer}");
        return long.Parse(words[1], CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        process.Dispose();
        folder.Dispose();
    }

    // Those that every account has cannot be deleted, and stay as they are.
    private static async Task DeleteAsync(IMailFolder folder)
    {
        try
        {
            await folder.DeleteAsync();
        }
        catch (ImapCommandException)
        {
            await folder.OpenAsync(FolderAccess.ReadWrite);
            await folder.AddFlagsAsync(await folder.SearchAsync(SearchQuery.All), MessageFlags.Deleted, silent: true);
            await folder.CloseAsync(expunge: true);
        }
    }
}
