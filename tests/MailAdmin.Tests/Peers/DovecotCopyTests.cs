using System.Globalization;
using System.Net;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Ownership;
using MailAdmin.Server.Transfer;
using MailAdmin.Tests.Contents;
using MailAdmin.Tests.Diagnostics;
using MailAdmin.Tests.Server;
using static MailAdmin.Tests.Contents.ContentStore;
using static MailAdmin.Tests.Server.TestStore;

namespace MailAdmin.Tests.Peers;

/// <summary>Messages of a Dovecot are copied into an account.</summary>
public sealed class DovecotCopyTests
{
    private const int Messages = 1_500;

    [Fact]
    public async Task A_copy_that_is_killed_goes_on_with_no_message_twice_and_none_missing()
    {
        await using DovecotServer dovecot = await DovecotServer.StartAsync();
        await dovecot.FillAsync("ann", "", Messages - 500, "");
        await dovecot.FillAsync("ann", ".Projects.2026", 500, "F");
        using TemporaryFolder folder = new();
        await MakeStoreAsync(folder.Store);

        foreach (int enough in (int[])[200, 600, 1_100])
        {
            using ServerProcess copy = await ServerProcess.StartAsync(
                "copy",
                folder.Store,
                Ann,
                dovecot.ImapPort.ToString(CultureInfo.InvariantCulture),
                DovecotServer.Ann,
                Diagnosis.Password);
            while (await copy.ReadLineAsync() is { } line && int.Parse(line, CultureInfo.InvariantCulture) < enough / 3)
            {
                // Until so many are done in this run.
            }

            await copy.KillAsync();
        }

        await using StoreHub hub = new();
        await using StoreLease lease = await hub.AcquireAsync(folder.Store, StoreUse.Administer, None);
        List<MailContentTransfer> last = await CopyAsync(lease.Administration, dovecot, folder.Store);
        List<MailContentTransfer> again = await CopyAsync(lease.Administration, dovecot, folder.Store);

        List<MailContent> found = await lease.Administration.FindAsync(new() { Account = Ann });
        Assert.Equal(Messages, found.Count);
        Assert.Equal(Messages, found.Select(message => message.Subject).Distinct().Count());
        Assert.True(last.Sum(part => part.Skipped) > 0, "Nothing was copied before the last run.");
        Assert.Equal((0, Messages), (again.Sum(part => part.Added), again.Sum(part => part.Skipped)));
        MailContent flagged = found.First(message => message.Folder == "Projects/2026");
        Assert.Equal("\\Flagged", flagged.Flags.ToString());
        Assert.Equal(DovecotServer.FilledDate, flagged.Date.ToUniversalTime());
    }

    [Fact]
    public async Task Folders_with_a_purpose_go_to_those_of_the_account_and_a_second_run_copies_what_is_new()
    {
        await using DovecotServer dovecot = await DovecotServer.StartAsync();
        await dovecot.FillAsync("ann", ".Gesendete Objekte", 2, "S");
        await dovecot.FillAsync("ann", ".Papierkorb", 1, "T");
        await using TestStore store = await WithAccountsAsync(Ann);
        AccountId account = (await store.RecordAsync(Ann)).Id;
        string sent = (await store.Storage.Mailboxes.ListAsync(account, None))
            .FirstOrDefault(mailbox => mailbox.SpecialUse == SpecialUse.Sent)?.Name ?? "Gesendete Objekte";

        await CopyAsync(store.Engine, dovecot, store.Path);
        await dovecot.FillAsync("ann", ".Gesendete Objekte", 3, "S");
        List<MailContentTransfer> second = await CopyAsync(store.Engine, dovecot, store.Path);

        Assert.Equal(3, (await store.Engine.FindAsync(new() { Folder = sent })).Count);
        Assert.Equal((1, 3), (second.Sum(part => part.Added), second.Sum(part => part.Skipped)));
    }

    [Fact]
    public async Task A_message_that_was_removed_is_not_copied_again_and_a_new_account_gets_all()
    {
        await using DovecotServer dovecot = await DovecotServer.StartAsync();
        await dovecot.FillAsync("ann", "", 3, "");
        await using TestStore store = await WithAccountsAsync(Ann);
        await CopyAsync(store.Engine, dovecot, store.Path);
        MailContent first = (await store.Engine.FindAsync(new()))[0];

        await store.Engine.SendAsync(new RemoveContent(Ann, "INBOX", first.UidValidity, [first.Uid]), None);
        await CopyAsync(store.Engine, dovecot, store.Path);
        Assert.Equal(2, (await store.Engine.FindAsync(new())).Count);
    }

    [Fact]
    public async Task A_wrong_password_and_a_closed_port_say_so()
    {
        await using DovecotServer dovecot = await DovecotServer.StartAsync();
        await using TestStore store = await WithAccountsAsync(Ann);

        MailException logon = await RefusalOfAsync(
            () => CopyAsync(store.Engine, dovecot, store.Path, password: "wrong"));
        await dovecot.StopAsync();
        MailException closed = await RefusalOfAsync(() => CopyAsync(store.Engine, dovecot, store.Path));

        Assert.Equal((MailError.LogonFailed, "Server"), (logon.Error, logon.Variant));
        Assert.Equal((MailError.ServerNotFound, "Copy"), (closed.Error, closed.Variant));
    }

    private static async Task<List<MailContentTransfer>> CopyAsync(
        IMailAdministration store, DovecotServer dovecot, string path, string password = Diagnosis.Password)
    {
        CopySource source = new()
        {
            Server = "127.0.0.1",
            Port = dovecot.ImapPort,
            TlsMode = TlsMode.StartTls,
            SkipCertificateCheck = true,
            Credential = new NetworkCredential(DovecotServer.Ann, password),
        };
        TransferReport report = new((place, refusal) => Assert.Fail($"{place}: {refusal.Message}"), (_, _) => { });
        return await new ContentCopy(store, source, Path.Combine(path, "copy"), report).RunAsync(Ann, None).ToListAsync();
    }

    private static async Task MakeStoreAsync(string path)
    {
        await using StoreHub hub = new();
        await hub.InitializeAsync(path, "mail.example.test", adminAddress: null, force: false, None);
        await using StoreLease lease = await hub.AcquireAsync(path, StoreUse.Administer, None);
        await lease.Administration.SendAsync(new CreateDomain(Domain("example.test"), DomainValues()), None);
        await lease.Administration.SendAsync(new CreateAccount(Address(Ann), AccountValues()), None);
    }
}
