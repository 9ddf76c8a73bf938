namespace MailAdmin.Server.Ownership;

/// <summary>Keeps a store of this process open until it is disposed; only the first time counts.</summary>
/// <param name="store">The store.</param>
/// <param name="yields">Whether it keeps the store open only as long as nobody waits to own it.</param>
internal sealed class OwnedStoreLease(OwnedStore store, bool yields) : IAsyncDisposable
{
    private OwnedStore? store = store;

    public ValueTask DisposeAsync()
    {
        Interlocked.Exchange(ref store, null)?.Release(yields);
        return ValueTask.CompletedTask;
    }
}
