using System.Globalization;

namespace MailAdmin.Tests.Server;

/// <summary>
/// Changes one mailbox over one connection after the other: appends, flags, expunges. It knows of each message what was
/// acknowledged, and which change was under way when the connection broke.
/// </summary>
internal sealed class ImapLoad(int number, string account, Action acknowledged)
{
    private int next;
    private int tag;

    public string Account { get; } = account;

    /// <summary>Every message by its marker.</summary>
    public Dictionary<string, Message> Messages { get; } = [];

    /// <summary>The UIDs that APPEND gave, in the order of its answers.</summary>
    public List<uint> Uids { get; } = [];

    /// <summary>Every UIDVALIDITY that was told.</summary>
    public HashSet<uint> Validities { get; } = [];

    /// <summary>Changes until the connection breaks.</summary>
    public async Task RunAsync(int port)
    {
        try
        {
            using LineClient client = await LineClient.ConnectAsync(port);
            await client.ReadLineAsync();
            await OkAsync(client, $"LOGIN {Account} secret");
            await OkAsync(client, "SELECT INBOX");
            while (true)
            {
                await ChangeAsync(client);
            }
        }
        catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException)
        {
            // The server was killed.
        }
    }

    private async Task ChangeAsync(LineClient client)
    {
        string marker = $"imap-{number}-{next++}";
        string text = $"X-Marker: {marker}\r\n\r\nhello\r\n";
        Message message = new();
        Messages[marker] = message;
        string answer = await OkAsync(client, $"APPEND INBOX {{{text.Length}+}}\r\n{text}");
        message.Appended = true;
        uint uid = ReadAppendUid(answer);
        Uids.Add(uid);

        message.Flagged = null;
        await OkAsync(client, $"UID STORE {uid} +FLAGS.SILENT (\\Flagged)");
        message.Flagged = true;
        acknowledged();
        if (next % 3 == 0)
        {
            message.Expunged = null;
            await OkAsync(client, $"UID STORE {uid} +FLAGS.SILENT (\\Deleted)");
            await OkAsync(client, $"UID EXPUNGE {uid}");
            message.Expunged = true;
        }
    }

    // tag OK [APPENDUID 1 2] done; RFC 4315 §3
    private uint ReadAppendUid(string answer)
    {
        string[] words =
            answer[answer.IndexOf('[', StringComparison.Ordinal)..answer.IndexOf(']', StringComparison.Ordinal)].Split(' ');
        Validities.Add(uint.Parse(words[1], CultureInfo.InvariantCulture));
        return uint.Parse(words[2], CultureInfo.InvariantCulture);
    }

    private async Task<string> OkAsync(LineClient client, string command)
    {
        string name = $"t{tag++}";
        string answer = (await client.ImapAsync(name, command))[^1];
        Assert.StartsWith($"{name} OK", answer, StringComparison.Ordinal);
        return answer;
    }

    /// <summary>What is known of a message. Null: it was under way, so either will do.</summary>
    internal sealed class Message
    {
        public bool? Appended { get; set; }

        public bool? Flagged { get; set; } = false;

        public bool? Expunged { get; set; } = false;
    }
}
