namespace MailAdmin.Tests.Server;

/// <summary>Copies a store as cp does, while it is open.</summary>
internal static class FolderCopy
{
    public static void Make(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string folder in Directory.EnumerateDirectories(from))
        {
            Make(folder, Path.Combine(to, Path.GetFileName(folder)));
        }

        // The lock cannot be read while it is held, and the socket is none of the copy's.
        foreach (string file in Directory.EnumerateFiles(from).Where(IsCopied))
        {
            using FileStream source = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using FileStream target = new(Path.Combine(to, Path.GetFileName(file)), FileMode.CreateNew);
            source.CopyTo(target);
        }
    }

    private static bool IsCopied(string file) => Path.GetFileName(file) is not ("store.lock" or "control");
}
