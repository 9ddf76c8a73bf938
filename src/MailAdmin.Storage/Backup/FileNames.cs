namespace MailAdmin.Storage.Backup;

/// <summary>The names of files in a manifest: relative to the folder, with '/' on every platform.</summary>
internal static class FileNames
{
    /// <summary>The path of a file in a folder.</summary>
    /// <exception cref="MailException">BackupDamaged: the name leads out of the folder.</exception>
    public static string In(string folder, string name)
    {
        string root = Path.GetFullPath(folder);
        string path = Path.GetFullPath(Path.Combine(root, name.Replace('/', Path.DirectorySeparatorChar)));
        return IsInside(root, path) && path != root ? path : throw MailException.Of(MailError.BackupDamaged, path);
    }

    /// <summary>The name of a file in a folder.</summary>
    public static string Of(string folder, string path) =>
        Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>Whether a path is a folder or in it.</summary>
    public static bool IsInside(string folder, string path)
    {
        string relative = Path.GetRelativePath(folder, path);
        return relative != ".." && !relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            && !Path.IsPathRooted(relative);
    }
}
