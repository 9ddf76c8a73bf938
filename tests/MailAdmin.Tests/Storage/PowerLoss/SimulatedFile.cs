namespace MailAdmin.Tests.Storage.PowerLoss;

/// <summary>
/// A file of which the operating system has more than the disk: what was written since the last sync reaches the disk
/// sector by sector, or not; a name that was not synced with its folder, too.
/// </summary>
internal sealed class SimulatedFile
{
    private const int SectorLength = 512;
    private readonly HashSet<int> unsynced = [];
    private byte[] durable = [];
    private byte[] written = [];

    /// <summary>Whether the file exists for programs.</summary>
    public bool Exists { get; set; } = true;

    /// <summary>Whether its name is on the disk.</summary>
    public bool HasDurableName { get; set; }

    /// <summary>A file that is on the disk with its name.</summary>
    public static SimulatedFile OnDisk(byte[] bytes) =>
        new() { durable = bytes, written = bytes, HasDurableName = true };

    public void Write(long offset, byte[] bytes)
    {
        byte[] longer = new byte[Math.Max(written.Length, offset + bytes.Length)];
        written.CopyTo(longer, 0);
        bytes.CopyTo(longer, offset);
        written = longer;
        for (long sector = offset / SectorLength; sector * SectorLength < offset + bytes.Length; sector++)
        {
            unsynced.Add((int)sector);
        }
    }

    public void Sync()
    {
        durable = written;
        unsynced.Clear();
    }

    /// <summary>What is found after the power failed; null: no such file.</summary>
    /// <param name="loss">What becomes of each thing that was not synced: true: it is lost.</param>
    public byte[]? AfterLoss(Func<bool> loss)
    {
        bool isThere = Exists == HasDurableName ? Exists : Exists != loss();
        if (!isThere)
        {
            return null;
        }

        byte[] found = new byte[loss() ? durable.Length : written.Length];
        for (int start = 0; start < found.Length; start += SectorLength)
        {
            byte[] source = unsynced.Contains(start / SectorLength) && loss() ? durable : written;
            int count = Math.Min(SectorLength, Math.Min(found.Length, source.Length) - start);
            if (count > 0)
            {
                source.AsSpan(start, count).CopyTo(found.AsSpan(start));
            }
        }

        return found;
    }
}
