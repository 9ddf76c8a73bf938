namespace MailAdmin.Requests;

/// <summary>A query whose results are read one by one; it may be sent again as long as none has been read.</summary>
/// <typeparam name="TItem">What it yields, many times.</typeparam>
public interface IStreamRequest<TItem>
{
    /// <summary>
    /// How many items travel together: enough that a frame costs little beside its items, few enough that the first
    /// come at once.
    /// </summary>
    int BatchSize => 200;
}

/// <summary>
/// A stream without an end: each item travels when it happens. It keeps nobody from closing the store, and is not sent
/// again to the next owner.
/// </summary>
/// <typeparam name="TItem">What it yields, as long as somebody reads.</typeparam>
public interface IEndlessRequest<TItem> : IStreamRequest<TItem>
{
    int IStreamRequest<TItem>.BatchSize => 1;
}
