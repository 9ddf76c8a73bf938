using System.Text;

namespace MailAdmin.Tests.Clients;

/// <summary>
/// mbsync (isync) keeps a Maildir in step with IMAP. In the Maildir lines end with LF, and each message that it copied
/// has an X-TUID field at the end of its header, by which it finds it again after a crash. For want of such an end it
/// does not copy messages that have no blank line.
/// </summary>
[Collection(nameof(ClientTests))]
public sealed class MbsyncTests(ClientServer server)
{
    [Theory]
    [InlineData("STARTTLS", TlsMode.StartTls)]
    [InlineData("IMAPS", TlsMode.Implicit)]
    public async Task Mbsync_pulls_the_inbox(string type, TlsMode mode)
    {
        using ClientFolder folder = new();

        await RunAsync(folder, ClientServer.Reader, type, mode, "Pull");

        byte[][] pulled = [.. ReadMaildir(folder.Folder("mail/INBOX")).Select(message => message.Content)];
        IReadOnlyList<byte[]> stored = await server.ReadStoredAsync(ClientServer.Reader);
        RequireSameSet(stored.Where(HasBlankLine).Select(LineEnds.ToLf), pulled);
    }

    [Fact]
    public async Task Mbsync_pushes_a_folder_and_then_has_nothing_left_to_do()
    {
        string account = await server.AddAccountAsync("mbsync-push");
        using ClientFolder folder = new();
        string cur = folder.Folder("mail/Pushed/cur");
        folder.Folder("mail/Pushed/new");
        folder.Folder("mail/Pushed/tmp");
        byte[][] messages = [.. SentMessages.Small.Where(HasBlankLine)];
        for (int i = 0; i < messages.Length; i++)
        {
            File.WriteAllBytes(Path.Combine(cur, $"{i + 1}.test:2,S"), LineEnds.ToLf(messages[i]));
        }

        await RunAsync(folder, account, "IMAPS", TlsMode.Implicit, "Push");
        await RunAsync(folder, account, "IMAPS", TlsMode.Implicit, "All");

        IReadOnlyList<byte[]> stored = await server.ReadStoredAsync(account, "Pushed");
        RequireSameSet(messages, stored.Select(octets => WithoutTuid(octets)));
    }

    private async Task RunAsync(ClientFolder folder, string account, string type, TlsMode mode, string sync)
    {
        string mbsync = ClientProcess.Require("mbsync");
        folder.Folder("mail");
        string config = folder.WriteSecret(
            "mbsyncrc",
            $"""
            IMAPAccount account
            Host {ClientServer.Host}
            Port {server.Port(MailProtocol.Imap, mode)}
            User {account}
            Pass {ClientServer.Password}
            SSLType {type}
            SystemCertificates no
            CertificateFile {server.Authority}

            IMAPStore far
            Account account

            MaildirStore near
            Path {folder["mail"]}/
            Inbox {folder["mail"]}/INBOX
            SubFolders Verbatim

            Channel all
            Far :far:
            Near :near:
            Patterns {(sync == "Pull" ? "INBOX" : "Pushed")}
            Create Both
            Sync {sync}
            SyncState *

            """);

        await ClientProcess.RunAsync(mbsync, ["-c", config, "all"], environment: [("HOME", folder.Path)]);
    }

    private static IEnumerable<(string Name, byte[] Content)> ReadMaildir(string maildir) =>
        new[] { "cur", "new" }
            .SelectMany(part => Directory.GetFiles(Path.Combine(maildir, part)))
            .Select(file => (Path.GetFileName(file), WithoutTuid(File.ReadAllBytes(file))));

    private static bool HasBlankLine(byte[] octets) => octets.AsSpan().IndexOf("\r\n\r\n"u8) >= 0;

    private static byte[] WithoutTuid(byte[] octets)
    {
        int start = octets.AsSpan().IndexOf("X-TUID: "u8);
        if (start < 0)
        {
            return octets;
        }

        int length = octets.AsSpan(start).IndexOf((byte)'\n') + 1;
        return [.. octets[..start], .. octets[(start + length)..]];
    }

    private static void RequireSameSet(IEnumerable<byte[]> expected, IEnumerable<byte[]> actual)
    {
        Dictionary<string, int> counts = [];
        foreach (byte[] message in expected)
        {
            string text = Encoding.Latin1.GetString(message);
            counts[text] = counts.GetValueOrDefault(text) + 1;
        }

        foreach (byte[] message in actual)
        {
            string text = Encoding.Latin1.GetString(message);
            Assert.True(
                counts.TryGetValue(text, out int left) && left > 0,
                $"Not one of those expected:\n{text[..Math.Min(900, text.Length)]}");
            counts[text] = left - 1;
        }

        Assert.All(
            counts, pair => Assert.True(pair.Value == 0, $"Missing:\n{pair.Key[..Math.Min(900, pair.Key.Length)]}"));
    }
}
