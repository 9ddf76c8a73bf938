namespace MailAdmin.Requests;

/// <summary>
/// One thing that can be asked of a store. The record that implements it has all that the owner of the store must know,
/// and travels as JSON under the name of its type. It may be sent once only: it may change something.
/// </summary>
/// <typeparam name="TResult">What it yields.</typeparam>
public interface IRequest<TResult>;

/// <summary>A request that changes nothing, so that it may be sent again when the owner of the store is lost.</summary>
/// <typeparam name="TResult">What it yields.</typeparam>
public interface IQuery<TResult> : IRequest<TResult>;
