namespace MailAdmin.Module.Tests.Shell;

/// <summary>A folder that is removed at the end of a test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private static readonly TimeSpan RemovalTimeout = TimeSpan.FromSeconds(30);

    public string Path { get; } = Directory.CreateTempSubdirectory("mailadmin-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    // A store that a test leaves open is closed by the module a moment after its last use, and writes a last time then.
    public void Dispose() => SpinWait.SpinUntil(TryRemove, RemovalTimeout);

    private bool TryRemove()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return !Directory.Exists(Path);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
