using MailAdmin.Module.Tests.Shell;
using MailAdmin.Tests.Diagnostics;
using MailAdmin.Tests.Dns;

[assembly: AssemblyFixture(typeof(MailAdmin.Pester.InstalledModule.Lifetime))]

namespace MailAdmin.Pester;

/// <summary>
/// The package, published to a folder repository and installed from it under a temporary module path; and the servers
/// on loopback that the suites may ask instead of the world's.
/// </summary>
internal sealed class InstalledModule : IDisposable
{
    private static readonly Lazy<Task<InstalledModule>> Installation = new(CreateAsync);

    private readonly TemporaryFolder folder = new();
    private readonly LoopbackDns dns = new();
    private readonly LoopbackWeb web = new();

    private InstalledModule()
    {
        foreach (string domain in new[] { "example.com", "example.test" })
        {
            dns.Mx(domain, 10, "mail." + domain).Host("mail." + domain, "127.0.0.1").NameServer(domain, "ns." + domain)
                .Host("ns." + domain, "127.0.0.1")
                    .Text(domain, "v=spf1 mx -all")
                    .Text("_dmarc." + domain, "v=DMARC1; p=reject")
                .Service("_imaps._tcp." + domain, 0, 1, 9, "mail." + domain)
                    .Service("_submissions._tcp." + domain, 0, 1, 9, "mail." + domain);
            web.Serve("/domain/" + domain, """
                {"objectClassName": "domain", "status": ["active"], "events": [{"eventAction": "expiration", "eventDate": "2999-01-01T00:00:00Z"}]}
                """);
        }
    }

    public static Task<InstalledModule> Instance => Installation.Value;

    public string Folder => folder.Path;

    private string DataFolder => Path.Combine(folder.Path, ".local", "share");

    private Dictionary<string, string> Environment => new()
    {
        // Of the person who runs the tests, neither modules nor repositories nor a store are touched.
        ["HOME"] = folder.Path,
        ["XDG_DATA_HOME"] = DataFolder,
        ["PSModulePath"] = folder["modules"],
        ["MAILADMIN_STORE"] = folder["no-store"],
        ["MAILADMIN_TEST_DNS"] = dns.Address,
        ["MAILADMIN_TEST_WEB"] = web.Address.ToString(),
        ["MAILADMIN_TEST_PACKAGE"] = Places.Package,
        ["MAILADMIN_TEST_PWSH"] = Places.PowerShell,
    };

    /// <summary>Runs a script of the suites.</summary>
    public Task<ProcessRun> RunAsync(string script, params string[] arguments) => ProcessRun.OfAsync(
        [
            "dotnet", Places.PowerShell, "-NoProfile", "-NonInteractive", "-File", Places.Script(script), .. arguments
        ], Environment);

    public void Dispose()
    {
        dns.Dispose();
        web.Dispose();
        folder.Dispose();
    }

    private static async Task<InstalledModule> CreateAsync()
    {
        InstalledModule module = new();
        Directory.CreateDirectory(module.DataFolder);
        ProcessRun run = await module.RunAsync("Install.ps1", "-Package", Places.Package, "-Folder", module.Folder);
        Assert.True(run.ExitCode == 0, $"The package could not be installed.\n{run.Output}\n{run.Error}");
        return module;
    }

    /// <summary>Ends with the tests, and removes what was installed for them.</summary>
    public sealed class Lifetime : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            if (Installation.IsValueCreated)
            {
                (await Installation.Value).Dispose();
            }
        }
    }
}
