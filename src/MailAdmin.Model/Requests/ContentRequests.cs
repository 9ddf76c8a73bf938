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

/// <summary>
/// The bytes of messages of a folder, in pieces, in the order in which they are asked for. A message that is gone has
/// no piece. AccountNotFound, MailboxNotFound (also for a folder that has another UIDVALIDITY).
/// </summary>
public sealed record ReadContent(string Account, string Folder, long UidValidity, IReadOnlyList<long> Uid)
    : IStreamRequest<ContentPiece>
{
    // A frame has at most 1 MB of bytes, and small messages travel together.
    int IStreamRequest<ContentPiece>.BatchSize => 16;
}

/// <summary>Bytes of a message; the pieces of one follow each other.</summary>
/// <param name="Uid">The message.</param>
/// <param name="Bytes">At most 64 KB.</param>
/// <param name="IsLast">Whether no more of the message follows.</param>
/// <param name="IsDamaged">Whether the rest of the message cannot be read; nothing more follows.</param>
public sealed record ContentPiece(long Uid, ReadOnlyMemory<byte> Bytes, bool IsLast, bool IsDamaged);

/// <summary>
/// The SHA-256 of each message of a folder that has one of these sizes, so that a caller knows what is there already.
/// Nothing for a folder that does not exist. AccountNotFound.
/// </summary>
public sealed record FindContentHashes(string Account, string Folder, IReadOnlyList<long> Size)
    : IStreamRequest<ContentHash>;

/// <summary>A message by its content: the SHA-256 of its bytes in hexadecimal digits.</summary>
public sealed record ContentHash(long Uid, long Size, string Sha256);

/// <summary>
/// Writes a part of a message that is too large to travel in one piece. Parts come in order; the first has offset 0. An
/// upload that gets nothing for ten minutes is dropped. MessageNotFound: the upload is unknown; begin again.
/// </summary>
public sealed record WriteContent(Guid Upload, long Offset, ReadOnlyMemory<byte> Bytes) : IRequest<NoResult>;

/// <summary>
/// Adds messages to a folder, all or none; the folder is created when it does not exist. AccountNotFound,
/// InvalidMailboxName, TooManyMailboxes, OverQuota, MessageLargerThanQuota, MessageTooLarge, TooManyMessages,
/// TooManyKeywords; MessageNotFound: an upload is unknown.
/// </summary>
/// <param name="Account">The address of the account.</param>
/// <param name="Folder">The folder.</param>
/// <param name="Use">The purpose of the folder when it is created, unless another folder has it.</param>
/// <param name="Messages">The messages.</param>
public sealed record AddContent(
    string Account, string Folder, SpecialUse Use, IReadOnlyList<ContentToAdd> Messages) : IRequest<ContentAdded>;

/// <summary>A message to add.</summary>
/// <param name="Bytes">Its bytes; empty when it was uploaded.</param>
/// <param name="Upload">The upload that has its bytes.</param>
/// <param name="Date">The date at which it arrived.</param>
/// <param name="Flags">Flags and keywords by their IMAP names; those that cannot be stored are left out.</param>
public sealed record ContentToAdd(
    ReadOnlyMemory<byte> Bytes, Guid? Upload, DateTimeOffset Date, IReadOnlyList<string> Flags);

/// <summary>The numbers that messages were given, in their order.</summary>
public sealed record ContentAdded(long UidValidity, IReadOnlyList<long> Uid);
