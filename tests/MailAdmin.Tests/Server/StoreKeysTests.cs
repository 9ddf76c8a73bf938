using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Ownership;
using static MailAdmin.Tests.Server.TestStore;

namespace MailAdmin.Tests.Server;

public sealed class StoreKeysTests
{
    [Fact]
    public async Task A_new_store_has_its_keys_for_its_user_alone_and_nothing_is_found()
    {
        using TemporaryFolder folder = new();
        await using StoreHub hub = new();
        MailStore made = await hub.InitializeAsync(folder.Store, "mail.example.test", null, force: false, None);

        Assert.Empty(made.Finding);
        foreach (string name in (string[])["logon.key", "srs.key", "secrets.key"])
        {
            string path = Path.Combine(folder.Store, name);
            Assert.Equal(32, new FileInfo(path).Length);
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            }
        }
    }

    [Theory]
    [InlineData("logon.key", false)]
    [InlineData("srs.key", false)]
    [InlineData("secrets.key", false)]
    [InlineData("logon.key", true)]
    [InlineData("srs.key", true)]
    [InlineData("secrets.key", true)]
    public async Task A_key_that_is_lost_is_replaced_and_reported(string name, bool isDamaged)
    {
        using TemporaryFolder folder = new();
        await TwoProcessTests.MakeStoreAsync(folder.Store);
        string path = Path.Combine(folder.Store, name);
        byte[] before = await File.ReadAllBytesAsync(path, None);
        File.Delete(path);
        if (isDamaged)
        {
            await File.WriteAllBytesAsync(path, before[..7], None);
        }

        await using (StoreHub hub = new())
        await using (StoreLease lease = await hub.AcquireAsync(folder.Store, StoreUse.Administer, None))
        {
            MailStoreFinding found = Assert.Single(
                await lease.Administration.SendAsync(new CheckStore(), None), finding => finding.Code == "KeyReplaced");
            Assert.Equal((FindingSeverity.Warning, path), (found.Severity, found.Target));
            Assert.NotEmpty(found.Message);
            Assert.Contains(
                (await lease.Administration.SendAsync(new GetStore(), None)).Finding,
                finding => finding.Code == "KeyReplaced");
        }

        Assert.Equal(isDamaged, File.Exists(path + ".damaged"));
        Assert.Equal(32, new FileInfo(path).Length);
        MailServerLogEntry logged = Assert.Single(await new StoreHub().ReadLogAsync(
            folder.Store, new ServerLogFilter { Level = MailLogLevel.Error }, _ => { }, None).ToListAsync());
        Assert.Contains(path, logged.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Passwords_that_no_key_decrypts_are_found_until_they_are_set_again()
    {
        using TemporaryFolder folder = new();
        await TwoProcessTests.MakeStoreAsync(folder.Store);
        await using (StoreHub hub = new())
        await using (StoreLease lease = await hub.AcquireAsync(folder.Store, StoreUse.Administer, None))
        {
            await lease.Administration.SendAsync(new SetStore(WithPassword()), None);
            await lease.Administration.SendAsync(
                new SetDomain(
                    Domain("example.test"),
                    DomainValues("SmartHost", "SmartHostUserName", "SmartHostPassword") with
                    {
                        SmartHost = "relay.test",
                        SmartHostUserName = "us",
                        SmartHostPassword = "secret",
                    }),
                None);
            Assert.Empty(await lease.Administration.SendAsync(new CheckStore(), None));
        }

        File.Delete(Path.Combine(folder.Store, "secrets.key"));
        await using (StoreHub hub = new())
        {
            await hub.AcquireAsync(folder.Store, StoreUse.Administer, None);
        }

        await using StoreHub again = new();
        await using StoreLease next = await again.AcquireAsync(folder.Store, StoreUse.Administer, None);
        IReadOnlyList<MailStoreFinding> found = await next.Administration.SendAsync(new CheckStore(), None);
        Assert.Equal(
            [("PasswordUnreadable", folder.Store), ("PasswordUnreadable", "example.test")],
            found.Select(finding => (finding.Code, finding.Target)));
        Assert.All(found, finding => Assert.Equal(FindingSeverity.Error, finding.Severity));

        await next.Administration.SendAsync(new SetStore(WithPassword()), None);
        Assert.Equal("example.test", Assert.Single(await next.Administration.SendAsync(new CheckStore(), None)).Target);
    }

    private static StoreProperties WithPassword() =>
        StoreValues("SmartHost", "SmartHostUserName", "SmartHostPassword") with
        {
            SmartHost = "relay.test",
            SmartHostUserName = "us",
            SmartHostPassword = "secret",
        };
}
