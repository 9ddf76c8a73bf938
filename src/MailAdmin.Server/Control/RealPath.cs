namespace MailAdmin.Server.Control;

/// <summary>The one path of a folder, whichever symbolic links lead to it.</summary>
internal static class RealPath
{
    /// <summary>Follows every link in a path; what cannot be followed stays as it is.</summary>
    public static string Of(string path)
    {
        string full = Path.GetFullPath(path);
        string real = Path.GetPathRoot(full)!;
        string[] names = full[real.Length..].Split(
            [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
        foreach (string name in names)
        {
            real = Path.Combine(real, name);
            try
            {
                real = Directory.ResolveLinkTarget(real, returnFinalTarget: true)?.FullName ?? real;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It does not exist, or its links lead in a circle.
            }
        }

        return real;
    }
}
