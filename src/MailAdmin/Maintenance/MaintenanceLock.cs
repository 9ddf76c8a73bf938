namespace MailAdmin.Maintenance;

/// <summary>Keeps a second maintenance of the same store away; the system releases it with the process.</summary>
internal static class MaintenanceLock
{
    private const string FileName = "maintenance.lock";

    /// <summary>Takes the lock until it is disposed.</summary>
    /// <param name="storePath">The folder of the store.</param>
    /// <exception cref="MailException">
    /// MaintenanceRunning: another process or runspace has it; StoreAccessDenied, StoreReadOnly.
    /// </exception>
    public static IDisposable Take(string storePath)
    {
        string path = Path.Combine(storePath, FileName);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException fault)
        {
            throw MailException.Of(MailError.StoreAccessDenied, fault, storePath, Environment.UserName);
        }
        catch (IOException fault)
        {
            throw MailException.Of(MailError.MaintenanceRunning, fault, storePath);
        }
    }
}
