namespace MailAdmin.Requests;

/// <summary>
/// App passwords of the accounts whose address matches, and whose own name matches; null: all. AccountNotFound for an
/// address without wildcards.
/// </summary>
public sealed record GetAppPasswords(string Address, string? Name) : IStreamRequest<MailAppPassword>;

/// <summary>
/// Gives an account an app password; no protocol: all. The result alone has the secret. AccountNotFound,
/// AppPasswordExists, TooManyAppPasswords, InvalidArgument.
/// </summary>
public sealed record CreateAppPassword(
    EmailAddress Address, string Name, IReadOnlyList<MailProtocol> Protocol, DateTimeOffset? Expires)
    : DirectoryChange<MailAppPassword>;

/// <summary>
/// Removes an app password, and closes the sessions that logged on with it. AccountNotFound, AppPasswordNotFound.
/// </summary>
public sealed record RemoveAppPassword(EmailAddress Address, string Name) : DirectoryChange<NoResult>;
