using MailAdmin.Texts;

namespace MailAdmin.Pipeline;

/// <summary>Writes files so that one of the name is always whole: beside it first, then moved over it.</summary>
internal static class WholeFile
{
    /// <summary>Writes a file; its folder is made if need be.</summary>
    /// <exception cref="MailException">InvalidArgument: it exists, or cannot be written.</exception>
    public static FileInfo Write(string path, bool overwrite, Action<Stream> write)
    {
        string part = path + ".part";
        try
        {
            if (File.Exists(path) && !overwrite)
            {
                throw MailException.Of(MailError.InvalidArgument.As("FileExists"), path);
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using (FileStream stream = new(part, FileMode.Create, FileAccess.Write))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(part, path, overwrite);
            return new FileInfo(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw MailException.Of(
                MailError.InvalidArgument.As("FileNotWritable"), fault, path, PlatformReason.Of(fault));
        }
        finally
        {
            File.Delete(part);
        }
    }
}
