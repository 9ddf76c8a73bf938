namespace MailAdmin.Benchmarks.Storage;

/// <summary>A folder that is removed at the end. On the disk, not in memory: syncing is what is measured.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public ScratchFolder(ScenarioArguments arguments)
    {
        string root = arguments.Text("path") ?? System.IO.Path.GetTempPath();
        Path = System.IO.Path.Combine(root, "mailadmin-bench-" + Guid.NewGuid().ToString("N"));
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
