using System.Globalization;
using System.Net;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Ownership;
using MailAdmin.Server.Transfer;

namespace MailAdmin.TestServer;

/// <summary>
/// A process of its own for tests of what happens between processes and when one is killed. It says <c>READY …</c> when
/// it does what it was asked for, and ends when its standard input does.
/// </summary>
internal static class Program
{
    private static readonly ChangeOrigin Origin = new("test", "TestServer", Environment.ProcessId);

    private static async Task<int> Main(string[] arguments)
    {
        try
        {
            return arguments switch
            {
                ["serve", string store] => await ServeAsync(store),
                ["fuzz", string store] => await FuzzAsync(store),
                ["hold", string store] => await HoldAsync(store),
                ["import", string store, string domain, string count] =>
                    await ImportAsync(store, domain, int.Parse(count, CultureInfo.InvariantCulture)),
                ["copy", string store, string account, string port, string user, string password] =>
                    await CopyAsync(
                        store, account, int.Parse(port, CultureInfo.InvariantCulture), new(user, password)),
                ["administer", string store, string domain, string prefix] =>
                    await AdministrationLoad.RunAsync(store, domain, prefix),
                _ => 2,
            };
        }
        catch (MailException exception)
        {
            Console.WriteLine($"FAILED {exception.Error} {exception.Message}");
            return 1;
        }
    }

    /// <summary>Copies from an IMAP server of this machine, and says after each batch how many messages are done.</summary>
    private static async Task<int> CopyAsync(string store, string account, int port, NetworkCredential credential)
    {
        await using StoreLease lease = await StoreHub.Default.AcquireAsync(
            store, StoreUse.Administer, CancellationToken.None);
        CopySource source = new()
        {
            Server = "127.0.0.1",
            Port = port,
            TlsMode = TlsMode.StartTls,
            SkipCertificateCheck = true,
            Credential = credential,
        };
        int done = 0;
        TransferReport report = new(
            (place, refusal) => Console.WriteLine($"FAILED {place} {refusal.Message}"),
            (count, _) => Console.WriteLine(done += count));
        Console.WriteLine("READY");
        await foreach (MailContentTransfer _ in new ContentCopy(
            lease.Administration, source, Path.Combine(store, "copy"), report).RunAsync(account, CancellationToken.None))
        {
        }

        return 0;
    }

    /// <summary>Runs SMTP and IMAP without TLS on free ports.</summary>
    private static async Task<int> ServeAsync(string store)
    {
        await using StoreLease lease = await StoreHub.Default.AcquireAsync(
            store, StoreUse.HostListeners, CancellationToken.None);
        int smtp = await StartAsync(lease, MailProtocol.Smtp);
        int imap = await StartAsync(lease, MailProtocol.Imap);
        Console.WriteLine($"READY {smtp} {imap} {lease.IsOwner}");
        await WaitForEndAsync();
        await StoreHub.Default.DisposeAsync();
        return 0;
    }

    /// <summary>
    /// Runs SMTP, submission, POP3 and IMAP without TLS on free ports, and says at each line how much memory is in use
    /// after a collection, and how many exceptions nobody has seen.
    /// </summary>
    private static async Task<int> FuzzAsync(string store)
    {
        int unobserved = 0;
        TaskScheduler.UnobservedTaskException += (_, _) => Interlocked.Increment(ref unobserved);
        await using StoreLease lease = await StoreHub.Default.AcquireAsync(
            store, StoreUse.HostListeners, CancellationToken.None);
        int smtp = await StartAsync(lease, MailProtocol.Smtp);
        int submission = await StartAsync(lease, MailProtocol.Submission);
        int pop3 = await StartAsync(lease, MailProtocol.Pop3);
        int imap = await StartAsync(lease, MailProtocol.Imap);
        Console.WriteLine($"READY {smtp} {submission} {pop3} {imap}");
        while (await Console.In.ReadLineAsync() is not null)
        {
            // Twice: what finalizers release is collected only then.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            long bytes = GC.GetTotalMemory(forceFullCollection: true);
            Console.WriteLine($"MEMORY {bytes} {Volatile.Read(ref unobserved)}");
        }

        await StoreHub.Default.DisposeAsync();
        return 0;
    }

    /// <summary>Only has the store.</summary>
    private static async Task<int> HoldAsync(string store)
    {
        await using (
            StoreLease lease = await StoreHub.Default.AcquireAsync(store, StoreUse.Administer, CancellationToken.None))
        {
            await lease.Administration.SendAsync(new GetStore(), CancellationToken.None);
            Console.WriteLine($"READY {lease.IsOwner}");
            await WaitForEndAsync();
        }

        await StoreHub.Default.DisposeAsync();
        return 0;
    }

    /// <summary>Makes accounts, as a pipeline of New-MailAccount does: all are begun, then awaited in order.</summary>
    private static async Task<int> ImportAsync(string store, string domain, int count)
    {
        await using StoreLease lease = await StoreHub.Default.AcquireAsync(
            store, StoreUse.Administer, CancellationToken.None);
        Console.WriteLine($"READY {lease.IsOwner}");
        Task<AccountOutcome>[] created =
        [
            .. Enumerable.Range(0, count)
                .Select(
                    i =>
                        lease.Administration.SendAsync(
                            new CreateAccount(
                                EmailAddress.Parse($"import{i:D4}@{domain}"),
                                new AccountProperties { Given = new HashSet<string> { nameof(AccountProperties.DisplayName) }, DisplayName = $"Row {i}" }),
                            CancellationToken.None)),
        ];
        foreach (Task<AccountOutcome> outcome in created)
        {
            Console.WriteLine($"CREATED {(await outcome).Account.Address}");
        }

        Console.WriteLine("DONE");
        return 0;
    }

    private static async Task<int> StartAsync(StoreLease lease, MailProtocol protocol)
    {
        StartListeners request =
            new() { Protocol = [protocol], TlsMode = TlsMode.None, Port = 0, AllowPlaintextLogin = true };
        return (await lease.Administration.SendAsync(request, CancellationToken.None))[0].Port;
    }

    private static async Task WaitForEndAsync()
    {
        while (await Console.In.ReadLineAsync() is not null)
        {
        }
    }
}
