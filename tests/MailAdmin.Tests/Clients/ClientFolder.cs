namespace MailAdmin.Tests.Clients;

/// <summary>A folder in which a client finds and leaves files; removed at the end.</summary>
internal sealed class ClientFolder : IDisposable
{
    public ClientFolder()
    {
        Path = Directory.CreateTempSubdirectory("mailadmin-client-").FullName;
    }

    public string Path { get; }

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Makes a folder in it.</summary>
    public string Folder(string name) => Directory.CreateDirectory(this[name]).FullName;

    /// <summary>Writes messages as files, in their order.</summary>
    public IReadOnlyList<string> Write(IEnumerable<byte[]> messages)
    {
        string folder = Folder("messages");
        List<string> files = [];
        foreach (byte[] message in messages)
        {
            string file = System.IO.Path.Combine(folder, $"{files.Count + 1}.eml");
            File.WriteAllBytes(file, message);
            files.Add(file);
        }

        return files;
    }

    /// <summary>Writes a file that only its owner may read, as clients demand of files with passwords.</summary>
    public string WriteSecret(string name, string content)
    {
        File.WriteAllText(this[name], content);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(this[name], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return this[name];
    }

    /// <summary>The files 1.eml, 2.eml, ... of a folder.</summary>
    public static IReadOnlyList<byte[]> ReadNumbered(string folder, int count) =>
        [
            .. Enumerable.Range(1, count)
                .Select(number => File.ReadAllBytes(System.IO.Path.Combine(folder, $"{number}.eml")))
        ];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
