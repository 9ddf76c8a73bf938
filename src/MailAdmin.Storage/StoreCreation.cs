using MailAdmin.Contracts;
using MailAdmin.Storage.Disk;
using MailAdmin.Storage.Log;
using Microsoft.Extensions.Logging.Abstractions;

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
            using (await StoreLock.TakeAsync(
                layout, new StoreOptions(), TimeProvider.System, NullLogger.Instance, cancellationToken))
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

        await using IMailStorage store = await StoreOpening.OpenAsync(
            layout, new StoreOptions(), isNew: true, TimeProvider.System, NullLogger.Instance, cancellationToken);
        await store.Directory.UpdateSettingsAsync(_ => settings, Origin, cancellationToken);
    }

    private static void RequireEmpty(StoreLayout layout)
    {
        if (File.Exists(layout.IdentityFile))
        {
            throw MailException.Of(MailError.StoreExists, layout.Root);
        }

        if (File.Exists(layout.Root))
        {
            throw MailException.Of(MailError.StoreInvalid.As("File"), layout.Root);
        }

        if (System.IO.Directory.Exists(layout.Root)
            && System.IO.Directory.EnumerateFileSystemEntries(layout.Root).Any(entry => !IsOurs(layout, entry)))
        {
            throw MailException.Of(MailError.StoreInvalid, layout.Root);
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
}
