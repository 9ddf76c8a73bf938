using MailAdmin.Contracts;
using MailAdmin.Server.Ownership;
using Microsoft.Extensions.Logging.Abstractions;

namespace MailAdmin.Tests.Server;

/// <summary>
/// Two hubs over one store in one process: the second meets the lock of the first as another process would, and speaks
/// to it over the control channel.
/// </summary>
internal sealed class TwoHubs : IAsyncDisposable
{
    private readonly TemporaryFolder folder;

    private TwoHubs(TemporaryFolder folder, string path, TimeProvider ownersClock)
    {
        this.folder = folder;
        Path = path;
        Owner = new StoreHub(ownersClock, NullLoggerFactory.Instance);
    }

    public string Path { get; }

    public StoreHub Owner { get; }

    public StoreHub Other { get; } = new();

    public static async Task<TwoHubs> CreateAsync(TimeProvider? ownersClock = null, string? subfolder = null)
    {
        TemporaryFolder folder = new();
        string path = subfolder is null ? folder.Store : System.IO.Path.Combine(folder.Path, subfolder, "store");
        TwoHubs hubs = new(folder, path, ownersClock ?? TimeProvider.System);
        await hubs.Owner.InitializeAsync(path, "mail.example.test", adminAddress: null, force: false, TestStore.None);
        return hubs;
    }

    /// <summary>The administration of the owner, and that of the other over the channel.</summary>
    public async Task<(StoreLease Owner, StoreLease Other)> AcquireBothAsync()
    {
        StoreLease owner = await Owner.AcquireAsync(Path, StoreUse.Administer, TestStore.None);
        StoreLease other = await Other.AcquireAsync(Path, StoreUse.Administer, TestStore.None);
        Assert.True(owner.IsOwner);
        Assert.False(other.IsOwner);
        return (owner, other);
    }

    public async ValueTask DisposeAsync()
    {
        await Other.DisposeAsync();
        await Owner.DisposeAsync();
        folder.Dispose();
    }
}
