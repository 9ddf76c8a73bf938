namespace MailAdmin.Requests;

/// <summary>
/// Messages that match, by account, folder and UID. An account or a folder that goes away meanwhile ends its own part.
/// </summary>
/// <param name="Filter">Which messages.</param>
/// <param name="WithFields">Whether sender, subject and Message-ID are read, which opens each message.</param>
public sealed record FindContent(ContentFilter Filter, bool WithFields) : IStreamRequest<MailContent>;

/// <summary>
/// Removes messages of a folder permanently. UIDs that do not exist are ignored. Yields how many were removed.
/// AccountNotFound, MailboxNotFound (also for a folder that has another UIDVALIDITY).
/// </summary>
public sealed record RemoveContent(string Account, string Folder, long UidValidity, IReadOnlyList<long> Uid)
    : IRequest<int>;
