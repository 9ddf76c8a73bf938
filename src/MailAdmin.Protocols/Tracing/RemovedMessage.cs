using MailAdmin.Contracts;
using MailAdmin.Protocols.Mime;

namespace MailAdmin.Protocols.Tracing;

/// <summary>What the trace records about a message that is removed.</summary>
internal readonly record struct RemovedMessage(Uid Uid, long Size, MessageSummary Summary);
