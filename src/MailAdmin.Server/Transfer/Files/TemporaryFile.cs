namespace MailAdmin.Server.Transfer.Files;

/// <summary>A private file that goes with its stream.</summary>
internal static class TemporaryFile
{
    private const int BufferSize = 64 << 10;

    /// <summary>Creates one, to write and to read again.</summary>
    public static FileStream Create() => new(
        Path.GetTempFileName(),
        FileMode.Create,
        FileAccess.ReadWrite,
        FileShare.None,
        BufferSize,
        FileOptions.DeleteOnClose);
}
