using MailAdmin.Server.Services;
using MailAdmin.Tests.Server;

namespace MailAdmin.Tests.Services;

/// <summary>Registering and removing units, with a folder and programs of the test's own.</summary>
public sealed class SystemdManagerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly RecordedPrograms programs = new();
    private readonly ServiceDescription service;
    private readonly SystemdManager manager;

    public SystemdManagerTests()
    {
        string store = Directory.CreateDirectory(Path.Combine(folder.Path, "store")).FullName;
        service = ServiceTextTests.Service(store);
        manager = Manager();
    }

    private string Unit => manager.PathOf("mailadmin");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Service_is_written_enabled_and_started_and_is_gone_afterwards()
    {
        await manager.RegisterAsync(service, replace: false, TestContext.Current.CancellationToken);

        Assert.Equal(SystemdUnit.Text(service), await File.ReadAllTextAsync(Unit, TestContext.Current.CancellationToken));
        Assert.Equal(["systemctl daemon-reload", "systemctl enable --now mailadmin.service"], programs.Lines[^2..]);

        programs.Output = "ActiveState=active\nMainPID=17\n";
        MailRegisteredService listed = Assert.Single(await manager.ListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(("mailadmin", MailServiceState.Running, 17), (listed.Name, listed.State, listed.ProcessId));
        Assert.Equal(service.StorePath, listed.StorePath);

        await manager.UnregisterAsync("mailadmin", TestContext.Current.CancellationToken);

        Assert.False(File.Exists(Unit));
        Assert.Contains("systemctl stop mailadmin.service", programs.Lines);
        Assert.Contains("systemctl disable --now mailadmin.service", programs.Lines);
        Assert.Empty(await manager.ListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Unit_of_another_program_is_neither_listed_nor_replaced_nor_removed()
    {
        await File.WriteAllTextAsync(Unit, "[Unit]\nDescription=Another\n", TestContext.Current.CancellationToken);

        Assert.Empty(await manager.ListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(MailError.ServiceExists, await RefusalAsync(manager, replace: true));
        MailException refusal = await Assert.ThrowsAsync<MailException>(
            () => manager.UnregisterAsync("mailadmin", TestContext.Current.CancellationToken));

        Assert.Equal((MailError.ServiceExists, "Foreign"), (refusal.Error, refusal.Variant));
        Assert.Equal("[Unit]\nDescription=Another\n", await File.ReadAllTextAsync(Unit, TestContext.Current.CancellationToken));
        Assert.Empty(programs.Lines);
    }

    [Fact]
    public async Task Existing_service_is_replaced_only_when_asked()
    {
        await manager.RegisterAsync(service, replace: false, TestContext.Current.CancellationToken);

        Assert.Equal(MailError.ServiceExists, await RefusalAsync(manager));

        await manager.RegisterAsync(service with { User = "ann" }, replace: true, TestContext.Current.CancellationToken);
        Assert.Equal("ann", Assert.Single(await manager.ListAsync(TestContext.Current.CancellationToken)).User);
    }

    [Fact]
    public async Task Service_that_systemd_refuses_leaves_nothing()
    {
        programs.Failing = "systemctl enable";

        Assert.Equal(MailError.ServiceManagerFailed, await RefusalAsync(manager));

        Assert.False(File.Exists(Unit));
        Assert.Equal("systemctl reset-failed mailadmin.service", programs.Lines[^1]);
    }

    [Theory]
    [InlineData("id ", MailError.UserNotFound)]
    [InlineData("runuser -u mailadmin -- test -w", MailError.StoreAccessDenied)]
    [InlineData("runuser -u mailadmin -- test -r", MailError.StoreAccessDenied)]
    public async Task User_who_could_not_run_it_is_refused_before_anything_is_written(string failing, MailError error)
    {
        programs.Failing = failing;

        Assert.Equal(error, await RefusalAsync(manager));

        Assert.False(File.Exists(Unit));
        Assert.DoesNotContain(programs.Lines, line => line.StartsWith("systemctl", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Neither_systemd_nor_root_is_an_error_of_its_own()
    {
        Assert.Equal(MailError.ServiceManagerNotFound, await RefusalAsync(Manager(isAvailable: false)));
        Assert.Equal(MailError.ElevationRequired, await RefusalAsync(Manager(isPrivileged: false)));
        Assert.Empty(programs.Lines);
    }

    private SystemdManager Manager(bool isAvailable = true, bool isPrivileged = true) =>
        new(new ServiceHost(folder.Path, isAvailable, isPrivileged, programs));

    private async Task<MailError> RefusalAsync(SystemdManager refusing, bool replace = false) =>
        (await Assert.ThrowsAsync<MailException>(
            () => refusing.RegisterAsync(service, replace, TestContext.Current.CancellationToken))).Error;
}
