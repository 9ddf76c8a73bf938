using System.Text;

namespace MailAdmin.Tests.Messages;

/// <summary>Messages to try things on: the project's own, and, where they are, many that others wrote.</summary>
public static class TestMessages
{
    private static readonly Lazy<IReadOnlyList<TestMessage>> LazyOwn = new(() =>
    [
        .. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Messages"), "*.eml")
            .Order(StringComparer.Ordinal)
            .Select(file => new TestMessage(Path.GetFileNameWithoutExtension(file), File.ReadAllBytes(file))),
    ]);

    private static readonly Lazy<IReadOnlyList<TestMessage>> LazyCorpus = new(() => [.. ReadCorpus()]);

    /// <summary>The project's own messages: small, one peculiarity each.</summary>
    public static IReadOnlyList<TestMessage> Own => LazyOwn.Value;

    /// <summary>Messages of other projects from a folder beside this one; none where it does not exist.</summary>
    public static IReadOnlyList<TestMessage> Corpus => LazyCorpus.Value;

    /// <summary>All of them.</summary>
    public static IEnumerable<TestMessage> All => Own.Concat(Corpus);

    /// <summary>One of the project's own messages.</summary>
    public static TestMessage Get(string name) => Own.Single(message => message.Name == name);

    /// <summary>A message with an attachment of 10 MB, always the same.</summary>
    public static TestMessage TenMegabytes()
    {
        byte[] attachment = new byte[10_000_000];
        new Random(1).NextBytes(attachment);
        string message = "From: ann@example.test\r\nTo: bob@example.test\r\nSubject: Ten megabytes\r\n"
            + "Date: Mon, 02 Mar 2026 09:30:00 +0100\r\nMessage-ID: <ten@example.test>\r\nMIME-Version: 1.0\r\n"
            + "Content-Type: multipart/mixed; boundary=ten\r\n\r\n--ten\r\n\r\nAttached.\r\n--ten\r\n"
            + "Content-Type: application/octet-stream; name=ten.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + Convert.ToBase64String(attachment, Base64FormattingOptions.InsertLineBreaks)
            + "\r\n--ten--\r\n";
        return new TestMessage("ten-megabytes", Encoding.ASCII.GetBytes(message));
    }

    private static IEnumerable<TestMessage> ReadCorpus()
    {
        string? folder = FindCorpus();
        if (folder is null)
        {
            yield break;
        }

        foreach (
            string file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string name = Path.GetRelativePath(folder, file);
            if (name.Contains("README", StringComparison.Ordinal))
            {
                continue;
            }

            byte[] bytes = WithCrlf(File.ReadAllBytes(file));
            if (!bytes.AsSpan().StartsWith("From "u8))
            {
                yield return new TestMessage(name, bytes);
                continue;
            }

            int number = 0;
            foreach (byte[] message in SplitMailbox(bytes))
            {
                yield return new TestMessage($"{name}#{++number}", message);
            }
        }
    }

    private static string? FindCorpus()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "shared", "corpus");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }

    private static byte[] WithCrlf(byte[] bytes)
    {
        List<byte> converted = new(bytes.Length + 1_000);
        for (int index = 0; index < bytes.Length; index++)
        {
            if (bytes[index] == '\n' && (index == 0 || bytes[index - 1] != '\r'))
            {
                converted.Add((byte)'\r');
            }

            converted.Add(bytes[index]);
        }

        return [.. converted];
    }

    // A message begins after a line "From ", and ends before a blank line with such a line after it.
    private static IEnumerable<byte[]> SplitMailbox(byte[] bytes)
    {
        int start = 0;
        while (start < bytes.Length)
        {
            int firstLine = bytes.AsSpan(start).IndexOf((byte)'\n') + 1;
            int next = bytes.AsSpan(start).IndexOf("\r\n\r\nFrom "u8);
            int end = next < 0 ? bytes.Length : start + next + 2;
            yield return bytes[(start + firstLine)..end];
            start = next < 0 ? bytes.Length : end + 2;
        }
    }
}
