using MailAdmin.Contracts;
using MailAdmin.Storage.Disk;
using MailAdmin.Storage.Log;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Win32.SafeHandles;

namespace MailAdmin.Storage;

/// <summary>Creates a store: the folders, store.json, and a log whose first record has the settings.</summary>
internal static class StoreCreation
{
    private static readonly ChangeOrigin Origin = new(
        Environment.UserName, "Initialize-MailStore", Environment.ProcessId);

    public static async Task CreateAsync(
        StoreLayout layout, StoreSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            RequireEmpty(layout);
            StorePlatform.CreateFolder(layout.Root);
            using (SafeFileHandle storeLock = StoreLock.Take(layout))
            {
                RequireEmpty(layout);
                StorePlatform.CreateFolder(layout.MailFolder);
                StorePlatform.CreateFolder(layout.LargeFolder);
                StorePlatform.SyncFolder(layout.MailFolder);
                StoreIdentity.Create(settings.HostName, settings.Created).Write(layout.IdentityFile);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StorageErrors.Translate(exception, layout.Root);
        }

        await using IMailStorage store =
            StoreOpening.Open(layout, new StoreOptions(), TimeProvider.System, NullLogger.Instance);
        await store.Directory.UpdateSettingsAsync(_ => settings, Origin, cancellationToken);
    }

    private static void RequireEmpty(StoreLayout layout)
    {
        if (File.Exists(layout.IdentityFile))
        {
            throw new MailException(MailError.StoreExists, $"'{layout.Root}' is a store already.")
            {
                Target = layout.Root,
                RecommendedAction = $"Connect-MailStore -Path '{layout.Root}' uses it.",
            };
        }

        if (File.Exists(layout.Root))
        {
            throw Occupied(layout, "is a file");
        }

        if (System.IO.Directory.Exists(layout.Root)
            && System.IO.Directory.EnumerateFileSystemEntries(layout.Root).Any(entry => !IsOurs(layout, entry)))
        {
            throw Occupied(layout, "has other things in it");
        }
    }

    // What an interrupted attempt left behind is no obstacle.
    private static bool IsOurs(StoreLayout layout, string entry)
    {
        return entry == layout.LockFile
            || entry == layout.IdentityFile + ".new"
            || (entry == layout.MailFolder
                && !System.IO.Directory.EnumerateFiles(entry, "*", SearchOption.AllDirectories).Any());
    }

    private static MailException Occupied(StoreLayout layout, string how) => new(
        MailError.StoreInvalid, $"'{layout.Root}' {how}, so no store can be created there.")
    {
        Target = layout.Root,
        RecommendedAction = "Name a folder that is empty or does not exist.",
    };
}
