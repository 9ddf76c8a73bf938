using System.Globalization;
using MailAdmin.Contracts;
using MailAdmin.Diagnostics;
using MailAdmin.Diagnostics.Server;
using MailAdmin.Requests;
using MailAdmin.Tests.Server;

namespace MailAdmin.Tests.Diagnostics;

public sealed class ServerTestTests
{
    private const long Plenty = 1L << 40;

    [Fact]
    public async Task A_store_without_listeners_says_how_to_start_them()
    {
        await using TestStore store = await TestStore.WithAccountsAsync("ann@example.test");

        MailTestResult cause = RootCauseRule.Find(await RunAsync(store))!;

        Assert.Equal("ListenerMissing", cause.Code);
        Assert.StartsWith("Start-MailListener", cause.FixCommand, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_healthy_server_passes_every_check_and_what_is_missing_is_named()
    {
        await using TestStore store = await TestStore.WithAccountsAsync("ann@example.test");
        await StartAsync(store, MailProtocol.Smtp, TlsMode.StartTls);
        await StartAsync(store, MailProtocol.Imap, TlsMode.Implicit);

        IReadOnlyList<MailTestResult> partial = await RunAsync(store);
        await StartAsync(store, MailProtocol.Submission, TlsMode.StartTls);
        IReadOnlyList<MailTestResult> whole = await RunAsync(store);

        MailTestResult missing = Assert.Single(partial, result => result.Status != MailTestStatus.Pass);
        Assert.Equal(("ListenerMissing", MailTestStatus.Warning), (missing.Code, missing.Status));
        Assert.Contains("-Protocol Submission", missing.FixCommand, StringComparison.Ordinal);
        Assert.All(whole, result => Assert.Equal(MailTestStatus.Pass, result.Status));
        Assert.Equal(3, whole.Count(result => result.Check == "Listener answers"));
        Assert.Equal(3, whole.Count(result => result.Check == "Certificate"));
        Assert.Contains(whole, result => result.Check == "Data of the store");
    }

    [Theory]
    [InlineData(50_000_000, "Fail")]
    [InlineData(700_000_000, "Warning")]
    public async Task A_disk_that_fills_up_is_told_in_time(long free, string status)
    {
        await using TestStore store = await TestStore.WithAccountsAsync();

        MailTestResult disk = (await RunAsync(store, new ServerTestRequest { Disk = _ => (free, Plenty) })).First(
            result => result.Check == "Space on the disk");

        Assert.Equal(("DiskLow", status), (disk.Code, disk.Status.ToString()));
    }

    [Fact]
    public async Task A_certificate_near_its_end_is_warned_about()
    {
        await using TestStore store = await TestStore.WithAccountsAsync();
        await store.Engine.SendAsync(
            new StartListeners { Protocol = [MailProtocol.Imap], TlsMode = TlsMode.Implicit, Port = 0, CertificatePfx = TestCertificates.IssuePfx("localhost", -1, 10) },
            TestStore.None);

        MailTestResult certificate = (await RunAsync(store)).First(result => result.Layer == MailTestLayer.Tls);

        Assert.Equal(("CertificateExpiring", MailTestStatus.Warning), (certificate.Code, certificate.Status));
        Assert.Contains("9 days", certificate.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_name_the_store_that_was_given()
    {
        await using TestStore store = await TestStore.WithAccountsAsync();

        MailTestResult cause = RootCauseRule.Find(await RunAsync(
            store, new ServerTestRequest { CommandSuffix = " -StorePath 'x'", Disk = _ => (Plenty, Plenty) }))!;

        Assert.EndsWith("-StorePath 'x'", cause.FixCommand, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_opening_the_store_found_is_reported_even_when_its_check_takes_too_long()
    {
        await using TestStore store = await TestStore.WithAccountsAsync();
        MailStoreFinding lost = new()
        {
            Code = "LogIncomplete",
            Severity = FindingSeverity.Error,
            Target = "mail/00000001.log",
        };
        ServerTestRequest request = new() { Disk = _ => (Plenty, Plenty), Timeout = TimeSpan.FromMilliseconds(200) };

        MailTestResult damaged = (await RunAsync(new SlowCheck(store.Engine, [lost]), request)).Single(IsOfStore);
        MailTestResult sound = (await RunAsync(new SlowCheck(store.Engine, []), request)).Single(IsOfStore);

        Assert.Equal((MailTestStatus.Fail, "StoreDamaged"), (damaged.Status, damaged.Code));
        Assert.Contains("LogIncomplete", damaged.Message, StringComparison.Ordinal);
        Assert.Contains("mail/00000001.log", damaged.Evidence, StringComparison.Ordinal);
        Assert.Equal("Test-MailStore", damaged.FixCommand);
        Assert.Equal(MailTestStatus.Skipped, sound.Status);
    }

    private static bool IsOfStore(MailTestResult result) => result.Check == "Data of the store";

    private static async Task StartAsync(TestStore store, MailProtocol protocol, TlsMode mode) =>
        await store.Engine.SendAsync(
            new StartListeners { Protocol = [protocol], TlsMode = mode, Port = 0 }, TestStore.None);

    private static Task<IReadOnlyList<MailTestResult>> RunAsync(TestStore store, ServerTestRequest? request = null) =>
        RunAsync(store.Engine, request);

    private static async Task<IReadOnlyList<MailTestResult>> RunAsync(
        IMailAdministration administration, ServerTestRequest? request = null)
    {
        request ??= new ServerTestRequest { Disk = _ => (Plenty, Plenty) };
        List<MailTestResult> results = [];
        await foreach (MailTestResult result in new ServerTest(TimeProvider.System, new SystemHostResolver())
            .RunAsync(
                administration, request with { Culture = CultureInfo.InvariantCulture },
                TestContext.Current.CancellationToken))
        {
            results.Add(result);
        }

        return results;
    }

    /// <summary>A store whose check never ends, and whose opening found something.</summary>
    private sealed class SlowCheck(IMailAdministration inner, IReadOnlyList<MailStoreFinding> found)
        : IMailAdministration
    {
        public async Task<TResult> SendAsync<TResult>(
            IRequest<TResult> request, IProgress<double>? progress, CancellationToken cancellationToken)
        {
            if (request is CheckStore)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            TResult result = await inner.SendAsync(request, progress, cancellationToken);
            return result is MailStore store ? (TResult)(object)(store with { Finding = found }) : result;
        }

        public IAsyncEnumerable<TItem> StreamAsync<TItem>(
            IStreamRequest<TItem> request, CancellationToken cancellationToken) =>
            inner.StreamAsync(request, cancellationToken);
    }
}
