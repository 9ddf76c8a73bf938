using MailAdmin.Contracts;

namespace MailAdmin.Requests;

/// <summary>The events of messages that match, by time.</summary>
public sealed record FindTrace(TraceFilter Filter) : IStreamRequest<MailTraceEvent>;

/// <summary>Events of the running server from now on, until it is cancelled or the owner closes the store.</summary>
public sealed record WatchServer : IEndlessRequest<MailServerEvent>;
