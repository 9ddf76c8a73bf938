using MailAdmin.Storage.Disk;

namespace MailAdmin.Tests.Storage.PowerLoss;

/// <summary>The files of a store, to which recorded steps are done again.</summary>
internal sealed class SimulatedDisk(IReadOnlyDictionary<string, byte[]> first)
{
    private readonly Dictionary<string, SimulatedFile> files =
        first.ToDictionary(pair => pair.Key, pair => SimulatedFile.OnDisk(pair.Value));

    /// <summary>Does a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="isComplete">
    /// Whether it has ended. A sync that has only begun guarantees nothing; what else has begun may be done in part.
    /// </param>
    public void Apply(DiskEvent step, bool isComplete)
    {
        switch (step.Step)
        {
            case DiskStep.Open:
                files[step.Path] = new SimulatedFile();
                break;
            case DiskStep.Write:
                files[step.Path].Write(step.Offset, step.Bytes);
                break;
            case DiskStep.Remove:
                files[step.Path].Exists = false;
                break;
            case DiskStep.Sync when isComplete:
                files[step.Path].Sync();
                break;
            case DiskStep.SyncFolder when isComplete:
                foreach ((string path, SimulatedFile file) in files)
                {
                    file.HasDurableName = Path.GetDirectoryName(path) == step.Path ? file.Exists : file.HasDurableName;
                }

                break;
        }
    }

    /// <summary>The files that are found after the power failed.</summary>
    public Dictionary<string, byte[]> AfterLoss(Func<bool> loss)
    {
        Dictionary<string, byte[]> found = [];
        foreach ((string path, SimulatedFile file) in files.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (file.AfterLoss(loss) is { } bytes)
            {
                found[path] = bytes;
            }
        }

        return found;
    }
}
