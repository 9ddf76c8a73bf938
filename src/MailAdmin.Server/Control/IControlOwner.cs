namespace MailAdmin.Server.Control;

/// <summary>The owner, as the control channel sees it.</summary>
internal interface IControlOwner
{
    /// <summary>Who it is.</summary>
    OwnerGreeting Greet();

    /// <summary>Keeps the store open until the result is disposed; null: it is closing.</summary>
    IAsyncDisposable? TryLease();

    /// <summary>Somebody waits to own the store: release it as soon as nobody uses it.</summary>
    void ReleaseWhenIdle();
}
