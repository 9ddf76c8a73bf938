namespace MailAdmin.Tests.Server;

/// <summary>A folder that goes with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("mailadmin-test-").FullName;

    /// <summary>Where a store can be made.</summary>
    public string Store => System.IO.Path.Combine(Path, "store");

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
