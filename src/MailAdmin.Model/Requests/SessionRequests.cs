namespace MailAdmin.Requests;

/// <summary>Connections that are open.</summary>
public sealed record GetSessions : IQuery<IReadOnlyList<MailSession>>;

/// <summary>Closes a connection. SessionNotFound.</summary>
public sealed record StopSession(long Id) : IRequest<NoResult>;
