using System.Diagnostics;
using System.Globalization;
using MailAdmin.Contracts;
using MailAdmin.Storage.Commit;
using MailAdmin.Storage.Content;
using MailAdmin.Storage.Directory;
using MailAdmin.Storage.Disk;
using MailAdmin.Storage.Log;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Storage;

/// <summary>
/// Opens a store: takes the lock, reads the log into memory, repairs what it can, and starts the committer. Everything
/// that it finds is in <see cref="IMailStorage.OpeningFindings"/> and in the server log.
/// </summary>
internal sealed class StoreOpening
{
    private readonly StoreLayout layout;
    private readonly StoreOptions options;
    private readonly bool isNew;
    private readonly TimeProvider timeProvider;
    private readonly ILogger logger;
    private readonly List<MailStoreFinding> findings = [];

    private StoreOpening(
        StoreLayout layout, StoreOptions options, bool isNew, TimeProvider timeProvider, ILogger logger)
    {
        this.layout = layout;
        this.options = options;
        this.isNew = isNew;
        this.timeProvider = timeProvider;
        this.logger = logger;
    }

    /// <summary>Opens a store.</summary>
    /// <param name="layout">Its files.</param>
    /// <param name="options">Its sizes and limits.</param>
    /// <param name="isNew">Whether it has just been created, so that it has no log yet.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="logger">Receives what is found.</param>
    /// <param name="cancellationToken">Cancels waiting for the lock.</param>
    public static async Task<IMailStorage> OpenAsync(
        StoreLayout layout,
        StoreOptions options,
        bool isNew,
        TimeProvider timeProvider,
        ILogger logger,
        CancellationToken cancellationToken)
    {
        StoreLock? storeLock = null;
        try
        {
            // First without the lock, so that a folder that is no store stays as it is.
            RequireIdentity(layout);
            storeLock = await StoreLock.TakeAsync(layout, options, timeProvider, logger, cancellationToken);
            return new StoreOpening(layout, options, isNew, timeProvider, logger).Open(storeLock);
        }
        catch (Exception exception)
        {
            storeLock?.Dispose();
            if (exception is IOException or UnauthorizedAccessException)
            {
                throw StorageErrors.Translate(exception, layout.Root);
            }

            throw;
        }
    }

    private OpenStore Open(StoreLock storeLock)
    {
        long started = Stopwatch.GetTimestamp();
        StoreIdentity identity = WriteIdentity(RequireIdentity(layout));
        MessageLog log = new(layout, options, identity.Key, logger);
        OpenedDirectory directory = OpenedDirectory.None;
        try
        {
            bool fileExisted = !options.KeepDirectoryFile || File.Exists(layout.DirectoryFile);
            directory = options.KeepDirectoryFile ? DirectoryRecovery.Open(layout, findings, logger) : directory;
            StoreState state = new(log, timeProvider);
            DirectoryReplay replay = new(identity, directory.Content);
            HintWriter hints = new(layout, identity.Key, logger);
            ReadLog(state, replay, hints);
            if (!fileExisted && replay.FoundMore)
            {
                findings.Add(StoreFindings.DirectoryMissing(layout.DirectoryFile));
            }

            LargeFiles files = new(layout, options, logger);
            ReportOrphans(state, files);
            LogFindings();
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
            log.Dispose();
            directory.File?.Dispose();
            throw;
        }
    }

    private void ReadLog(StoreState state, DirectoryReplay replay, HintWriter hints)
    {
        RecordReplay records = new(new RecordApplier(state, replay.Apply), layout, findings, logger);
        long known = replay.LastSequence;
        state.Log.Open(records.Visit, known, findings, hints);
        long last = state.Log.NextSequence - 1;
        if (last < known || (last == 0 && !isNew))
        {
            findings.Add(StoreFindings.LogIncomplete(layout.MailFolder, last, known));
        }

        state.Log.SkipSequencesTo(replay.LastSequence);
        if (findings.Any(finding => finding.Severity == FindingSeverity.Error))
        {
            // The lost records may have given numbers too.
            state.Queue.SkipIdsTo(state.Log.NextSequence - 1);
        }

        replay.Finish(state.Directory, state.Accounts);
    }

    // Only a log that is whole, and always was, can say that a file is in no message: after damage such a file may be
    // the message of a lost record.
    private void ReportOrphans(StoreState state, LargeFiles files)
    {
        state.Bodies.TakeReleasedFiles();
        List<ulong> orphans = files.FindOrphans(state.Bodies);
        if (orphans.Count == 0)
        {
            return;
        }

        if (findings.Any(StoreFindings.IsLoss) || layout.FindTornTails().Any())
        {
            findings.AddRange(orphans.Select(name => StoreFindings.LargeFileOrphaned(layout.LargeFile(name))));
            return;
        }

        orphans.ForEach(files.Remove);
        findings.AddRange(orphans.Select(name => StoreFindings.LargeFileRemoved(layout.LargeFile(name))));
        StorageLog.OrphansRemoved(logger, orphans.Count, layout.LargeFolder);
    }

    private void LogFindings()
    {
        foreach (MailStoreFinding finding in findings)
        {
            LogLevel level = finding.Severity switch
            {
                FindingSeverity.Error => LogLevel.Error,
                FindingSeverity.Warning => LogLevel.Warning,
                _ => LogLevel.Information,
            };
            string text = finding.Text.In(CultureInfo.InvariantCulture);
            StorageLog.Found(logger, level, finding.Code, finding.Target, text);
        }
    }

    // With the number of this layout an earlier version reports that the store is too new for it, instead of failing at
    // parts that it does not know.
    private StoreIdentity WriteIdentity(RecoveredIdentity found)
    {
        StoreIdentity current = found.Identity with { Schema = StoreIdentity.CurrentSchema };
        bool mustWrite = found.Identity.Schema != current.Schema;
        if (!mustWrite && !found.IsRestored && found.Identity.IsIntact)
        {
            return current;
        }

        bool isWritten = true;
        try
        {
            current.Write(layout.IdentityFile);
        }
        catch (Exception exception)
            when (!mustWrite && exception is IOException or UnauthorizedAccessException)
        {
            // A full disk is no reason not to open the store: what the file should say is known.
            StorageLog.IdentityNotWritten(logger, exception, layout.IdentityFile);
            isWritten = false;
        }

        if (found.IsRestored)
        {
            findings.Add(StoreFindings.IdentityRestored(layout.IdentityFile, isWritten));
        }

        return current;
    }

    private static RecoveredIdentity RequireIdentity(StoreLayout layout)
    {
        if (IdentityRecovery.TryRead(layout) is { } found)
        {
            return found.Identity.Schema <= StoreIdentity.CurrentSchema
                ? found
                : throw MailException.Of(
                    MailError.StoreInvalid.As("NewerLayout"), layout.Root, found.Identity.Schema);
        }

        bool isThere = System.IO.Directory.Exists(layout.Root)
            && System.IO.Directory.EnumerateFileSystemEntries(layout.Root).Any();
        throw MailException.Of(isThere ? MailError.StoreInvalid : MailError.StoreNotFound, layout.Root);
    }
}
