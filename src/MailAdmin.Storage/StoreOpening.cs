using System.Diagnostics;
using MailAdmin.Contracts;
using MailAdmin.Storage.Commit;
using MailAdmin.Storage.Content;
using MailAdmin.Storage.Directory;
using MailAdmin.Storage.Disk;
using MailAdmin.Storage.Log;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Storage;

/// <summary>
/// Opens a store: takes the lock, reads the log into memory, repairs what it can, and starts the committer.
/// </summary>
internal static class StoreOpening
{
    public static async Task<IMailStorage> OpenAsync(
        StoreLayout layout,
        StoreOptions options,
        TimeProvider timeProvider,
        ILogger logger,
        CancellationToken cancellationToken)
    {
        StoreIdentity identity = RequireIdentity(layout);
        StoreLock storeLock = await StoreLock.TakeAsync(layout, options, timeProvider, logger, cancellationToken);
        MessageLog? log = null;
        try
        {
            identity = Upgrade(layout, identity);
            log = new MessageLog(layout, options, identity.Key, logger);
            return Open(layout, options, identity, log, storeLock, timeProvider, logger);
        }
        catch (Exception exception)
        {
            log?.Dispose();
            storeLock.Dispose();
            if (exception is IOException or UnauthorizedAccessException)
            {
                throw StorageErrors.Translate(exception, layout.Root);
            }

            throw;
        }
    }

    private static OpenStore Open(
        StoreLayout layout,
        StoreOptions options,
        StoreIdentity identity,
        MessageLog log,
        StoreLock storeLock,
        TimeProvider timeProvider,
        ILogger logger)
    {
        long started = Stopwatch.GetTimestamp();
        List<MailStoreFinding> findings = [];
        StoreState state = new(log, timeProvider);
        bool fileExisted = !options.KeepDirectoryFile || File.Exists(layout.DirectoryFile);
        OpenedDirectory directory = options.KeepDirectoryFile
            ? DirectoryRecovery.Open(layout, findings, logger)
            : OpenedDirectory.None;
        try
        {
            DirectoryReplay replay = new(identity, directory.Content);
            RecordApplier applier = new(state, replay.Apply);
            HintWriter hints = new(layout, identity.Key, logger);
            log.Open(
                (header, parts, segment, dataStart) => applier.Apply(header, parts, segment, dataStart, changes: null),
                directory.Content.Sequence,
                findings,
                hints);
            log.SkipSequencesTo(replay.LastSequence);
            if (findings.Any(finding => finding.Severity == FindingSeverity.Error))
            {
                // The lost records may have given numbers too.
                state.Queue.SkipIdsTo(log.NextSequence - 1);
            }

            replay.Finish(state.Directory, state.Accounts);
            if (!fileExisted && replay.FoundMore)
            {
                findings.Add(StoreFindings.DirectoryMissing(layout.DirectoryFile));
            }

            LargeFiles files = new(layout, logger);
            RemoveOrphans(layout, state, files, findings, logger);
            OpenStore store = new(
                layout,
                options,
                identity,
                state,
                files,
                directory,
                replay,
                hints,
                storeLock,
                findings,
                timeProvider,
                logger);
            long milliseconds = (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            int accounts = state.Directory.Current.Accounts.Count;
            StorageLog.Opened(logger, layout.Root, accounts, state.MessageCount, milliseconds);
            return store;
        }
        catch
        {
            directory.File?.Dispose();
            throw;
        }
    }

    // After damage in the log nothing is removed: a file whose record is lost looks like one that nobody needs.
    private static void RemoveOrphans(
        StoreLayout layout, StoreState state, LargeFiles files, List<MailStoreFinding> findings, ILogger logger)
    {
        state.Bodies.TakeReleasedFiles();
        List<ulong> orphans = files.FindOrphans(state.Bodies);
        bool remove = findings.All(finding => finding.Severity != FindingSeverity.Error);
        foreach (ulong name in orphans)
        {
            if (remove)
            {
                files.Remove(name);
            }

            findings.Add(StoreFindings.LargeFileOrphaned(layout.LargeFile(name), remove));
        }

        if (remove && orphans.Count > 0)
        {
            StorageLog.OrphansRemoved(logger, orphans.Count, layout.LargeFolder);
        }
    }

    // After this, an earlier version reports that the store is too new for it, instead of failing at parts that it does
    // not know.
    private static StoreIdentity Upgrade(StoreLayout layout, StoreIdentity identity)
    {
        if (identity.Schema == StoreIdentity.CurrentSchema)
        {
            return identity;
        }

        StoreIdentity upgraded = identity with { Schema = StoreIdentity.CurrentSchema };
        upgraded.Write(layout.IdentityFile);
        return upgraded;
    }

    private static StoreIdentity RequireIdentity(StoreLayout layout)
    {
        StoreIdentity? identity = StoreIdentity.TryRead(layout.IdentityFile) ?? IdentityRecovery.TryRecover(layout);
        if (identity is not null)
        {
            return identity.Schema <= StoreIdentity.CurrentSchema
                ? identity
                : throw MailException.Of(MailError.StoreInvalid.As("NewerLayout"), layout.Root, identity.Schema);
        }

        bool isThere = System.IO.Directory.Exists(layout.Root)
            && System.IO.Directory.EnumerateFileSystemEntries(layout.Root).Any();
        throw MailException.Of(isThere ? MailError.StoreInvalid : MailError.StoreNotFound, layout.Root);
    }
}
