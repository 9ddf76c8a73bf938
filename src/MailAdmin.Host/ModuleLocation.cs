namespace MailAdmin.Host;

/// <summary>Finds the module: beside the host when it is published, else where the build stages it.</summary>
internal static class ModuleLocation
{
    private const string Manifest = "MailAdmin.psd1";

    public static string? Find()
    {
        string beside = Path.Combine(AppContext.BaseDirectory, "MailAdmin", Manifest);
        if (File.Exists(beside))
        {
            return beside;
        }

        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string staged = Path.Combine(folder.FullName, "out", "MailAdmin", Manifest);
            if (File.Exists(staged))
            {
                return staged;
            }
        }

        return null;
    }
}
