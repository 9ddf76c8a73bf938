using MailAdmin.Contracts;
using MailAdmin.Server.Engine;
using MailAdmin.Server.Logging;
using MailAdmin.Storage;
using MailAdmin.Texts;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Server.Ownership;

/// <summary>Makes this process the owner of a store: takes its lock, begins its log, and starts its engine.</summary>
internal static class OwnedStoreOpening
{
    /// <summary>Returns null when another process has the lock.</summary>
    /// <param name="path">The folder of the store.</param>
    /// <param name="closeIdle">Closes the store when nothing uses it any more.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="loggerFactory">Receives what is logged, beside the log of the store.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="MailException">
    /// StoreNotFound, StoreInvalid, StoreReadOnly, StoreAccessDenied, DiskFull.
    /// </exception>
    public static async Task<OwnedStore?> TryOpenAsync(
        string path,
        Func<OwnedStore, Task> closeIdle,
        TimeProvider timeProvider,
        ILoggerFactory loggerFactory,
        CancellationToken cancellationToken)
    {
        StoreLog log = new(path, timeProvider, loggerFactory);
        try
        {
            MailEngine engine = await OpenEngineAsync(path, timeProvider, log, cancellationToken);
            return new OwnedStore(path, engine, closeIdle, timeProvider, log);
        }
        catch (Exception exception)
        {
            await log.DisposeAsync();
            if (exception is MailException { Error: MailError.StoreLocked })
            {
                return null;
            }

            throw;
        }
    }

    private static async Task<MailEngine> OpenEngineAsync(
        string path, TimeProvider timeProvider, StoreLog log, CancellationToken cancellationToken)
    {
        IMailStorage storage = await MailStorage.OpenAsync(path, timeProvider, log, cancellationToken);
        log.Start();
        try
        {
            return new MailEngine(storage, timeProvider, log);
        }
        catch (Exception exception)
        {
            // Whatever it was, the store must not stay locked.
            await storage.DisposeAsync();
            throw exception switch
            {
                UnauthorizedAccessException =>
                    MailException.Of(MailError.StoreAccessDenied, exception, path, Environment.UserName),
                IOException => MailException.Of(MailError.StoreReadOnly, exception, path, PlatformReason.Of(exception)),
                _ => exception,
            };
        }
    }
}
