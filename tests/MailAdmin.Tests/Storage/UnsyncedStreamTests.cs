using MailAdmin.Storage.Directory;
using Microsoft.Win32.SafeHandles;
using Xunit;

namespace MailAdmin.Tests.Storage;

public sealed class UnsyncedStreamTests
{
    [Fact]
    public void After_a_write_of_one_file_failed_the_other_keeps_what_it_had()
    {
        string folder = Directory.CreateTempSubdirectory("mailadmin-").FullName;
        try
        {
            WriteFault fault = new();
            using UnsyncedStream data = new(Open(folder, "data", FileAccess.Read), fault);
            using UnsyncedStream log = new(Open(folder, "log", FileAccess.ReadWrite), fault);
            log.Write("changes"u8.ToArray(), 0, 7);

            // A checkpoint carries the log over into the data, and empties it.
            data.Write("changes"u8.ToArray(), 0, 7);
            log.SetLength(0);

            Assert.Equal(7, log.Length);
            Assert.NotNull(fault.Cause);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static SafeFileHandle Open(string folder, string name, FileAccess access)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllBytes(path, []);
        return File.OpenHandle(path, FileMode.Open, access);
    }
}
