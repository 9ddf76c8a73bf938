using MailAdmin.Contracts;

namespace MailAdmin.Requests;

/// <summary>A request that changes the directory. What every such change carries for the journal is here.</summary>
/// <typeparam name="TResult">What it yields.</typeparam>
public abstract record DirectoryChange<TResult> : IRequest<TResult>
{
    /// <summary>Who makes the change, and by which command. Default: this user and process.</summary>
    public ChangeOrigin Origin { get; init; } = new(Environment.UserName, "", Environment.ProcessId);
}

/// <summary>The result of a request that yields nothing.</summary>
public sealed record NoResult
{
    /// <summary>The one value.</summary>
    public static NoResult Value { get; } = new();
}
