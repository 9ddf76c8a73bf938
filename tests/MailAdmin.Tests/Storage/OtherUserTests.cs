using System.Runtime.InteropServices;
using MailAdmin.Contracts;
using MailAdmin.Server.Ownership;
using MailAdmin.Storage;
using MailAdmin.Storage.Disk;
using MailAdmin.Tests.Server;
using Microsoft.Extensions.Logging.Abstractions;

namespace MailAdmin.Tests.Storage;

/// <summary>A user who may not read or write a store is told so, not that the disk or the folder is at fault.</summary>
public sealed class OtherUserTests
{
    private const int Nobody = 65534;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Readable =
        Private | UnixFileMode.OtherRead | UnixFileMode.OtherExecute | UnixFileMode.GroupRead;

    public static TheoryData<UnixFileMode> Modes => [Private, Readable];

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Opening_the_store_of_another_user_is_denied(UnixFileMode mode)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            Assert.Skip("Only root of Linux can be another user.");
            return;
        }

        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "store");
        await using (StoreHub hub = new())
        {
            await hub.InitializeAsync(
                path, "mail.example.test", adminAddress: null, force: false, TestContext.Current.CancellationToken);
        }

        File.SetUnixFileMode(folder.Path, Readable);
        File.SetUnixFileMode(path, mode);
        MailException opening = RunAs(Nobody, () => StoreOpening.OpenAsync(
            new StoreLayout(path),
            new StoreOptions(),
            isNew: false,
            TimeProvider.System,
            NullLogger.Instance,
            CancellationToken.None));
        MailException creating = RunAs(Nobody, () => StoreCreation.CreateAsync(
            new StoreLayout(Path.Combine(folder.Path, "other")),
            new StoreSettings { HostName = "mail.example.test" },
            CancellationToken.None));

        Assert.Equal(MailError.StoreAccessDenied, opening.Error);
        Assert.StartsWith(path, opening.Target, StringComparison.Ordinal);
        Assert.Contains(Environment.UserName, opening.Message, StringComparison.Ordinal);
        Assert.Equal(MailError.StoreAccessDenied, creating.Error);
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "other")));
    }

    // What may be read and written is decided by thread on Linux, so this thread alone is the other user.
    private static MailException RunAs(int user, Func<Task> action)
    {
        Exception? thrown = null;
        Thread thread = new(() =>
        {
            _ = SetFileSystemUser(user);
            thrown = action().Exception?.InnerException;
        });
        thread.Start();
        thread.Join();
        return Assert.IsType<MailException>(thrown);
    }

    [DllImport("libc", EntryPoint = "setfsuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int SetFileSystemUser(int user);
}
