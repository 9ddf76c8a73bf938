using MailAdmin.Texts;

namespace MailAdmin.Server.Transfer.Files;

/// <summary>Reads a Maildir++: the root is INBOX, folders beside it begin with a dot.</summary>
internal static class MaildirReader
{
    /// <summary>Whether a folder is a Maildir.</summary>
    public static bool IsMaildir(string path) =>
        Directory.Exists(Path.Combine(path, "cur")) && Directory.Exists(Path.Combine(path, "new"));

    /// <summary>The folders of a Maildir, the root first; its name is empty.</summary>
    /// <param name="path">The root.</param>
    /// <param name="failed">Hears of folders whose names are none.</param>
    public static IEnumerable<SourceFolder> Read(string path, Action<string, MailException> failed)
    {
        yield return new SourceFolder("", path, ReadMessages(path));
        foreach (string folder in Directory.EnumerateDirectories(path, ".*").Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(folder);
            if (!IsMaildir(folder) || FileTree.IsLink(folder))
            {
                continue;
            }

            if (MaildirNames.FolderOf(name) is { } level)
            {
                yield return new SourceFolder(level, folder, ReadMessages(folder));
            }
            else
            {
                failed(folder, MailException.Of(
                    MailError.InvalidArgument.As("NotImported"), folder, MailText.Of("InvalidMailboxName.Encoding")));
            }
        }
    }

    private static IEnumerable<SourceMessage> ReadMessages(string folder)
    {
        MaildirKeywords keywords = MaildirKeywords.Load(folder);
        foreach (string part in (string[])["cur", "new"])
        {
            // By name they come in the order in which they arrived.
            foreach (string file in Directory.EnumerateFiles(Path.Combine(folder, part)).Order(StringComparer.Ordinal))
            {
                string name = Path.GetFileName(file);
                if (!name.StartsWith('.') && !FileTree.IsLink(file))
                {
                    yield return new SourceMessage(
                        file,
                        body => new SourceFacts(FileTree.Copy(file, body), MaildirNames.FlagsOf(name, keywords)));
                }
            }
        }
    }
}
