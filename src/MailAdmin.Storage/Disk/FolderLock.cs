namespace MailAdmin.Storage.Disk;

/// <summary>The outcome of locking a folder.</summary>
internal enum FolderLock
{
    /// <summary>It is locked now, and was not before.</summary>
    Locked,

    /// <summary>It is locked already, by this process or another.</summary>
    Taken,

    /// <summary>It does not exist.</summary>
    Missing,

    /// <summary>The file system does not lock folders, or cannot say.</summary>
    Unavailable,
}
