using System.Text;
using MailKit;

namespace MailAdmin.Diagnostics.Wire;

/// <summary>
/// The dialogue of a connection for people, a line each, prefixed by "C: " or "S: ". Secrets never get in: MailKit's
/// detector marks those of an authentication, and the password is masked wherever it occurs, as in the reply of a
/// server that repeats it. Content never gets in because no check asks for any.
/// </summary>
internal sealed class Transcript : IProtocolLogger
{
    private const string FromClient = "C: ";
    private const string FromServer = "S: ";
    private const string Mask = "********";
    private const int MaxLine = 500;
    private const int MaxCharacters = 16 * 1024;

    private readonly List<string> secrets = [];
    private readonly List<string> lastReply = [];
    private readonly StringBuilder text = new();
    private readonly StringBuilder pending = new();
    private string pendingPrefix = "";
    private int taken;
    private int serverBytesToSkip;

    public IAuthenticationSecretDetector? AuthenticationSecretDetector { get; set; }

    /// <summary>The lines that the server sent since the client last sent something, separated by LF.</summary>
    public string LastReply => string.Join('\n', lastReply);

    /// <summary>Masks a text wherever it occurs from now on, as it is and in base64.</summary>
    public void Hide(string? secret)
    {
        if (!string.IsNullOrEmpty(secret))
        {
            secrets.Add(secret);
            secrets.Add(Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)));
        }
    }

    /// <summary>What was added since the last call.</summary>
    public string TakeNew()
    {
        FlushPending();
        string added = text.ToString(taken, text.Length - taken);
        taken = text.Length;
        return added.TrimEnd('\n');
    }

    /// <summary>Leaves out the next bytes of the server, which are recorded already and only read again.</summary>
    public void SkipServer(int bytes) => serverBytesToSkip = bytes;

    /// <summary>Adds a remark, such as the parameters of a TLS session.</summary>
    public void AddRemark(string remark)
    {
        FlushPending();
        AddLine("-- ", remark);
    }

    public void AddClient(ReadOnlySpan<byte> bytes) => Append(FromClient, bytes);

    public void AddServer(ReadOnlySpan<byte> bytes) => Append(FromServer, bytes);

    public void LogConnect(Uri uri)
    {
    }

    public void LogClient(byte[] buffer, int offset, int count)
    {
        int position = offset;
        foreach (
            AuthenticationSecret secret in AuthenticationSecretDetector?.DetectSecrets(buffer, offset, count) ?? [])
        {
            AddClient(buffer.AsSpan(position, secret.StartIndex - position));
            AddClient(Encoding.ASCII.GetBytes(Mask));
            position = secret.StartIndex + secret.Length;
        }

        AddClient(buffer.AsSpan(position, offset + count - position));
    }

    public void LogServer(byte[] buffer, int offset, int count)
    {
        int skipped = Math.Min(count, serverBytesToSkip);
        serverBytesToSkip -= skipped;
        AddServer(buffer.AsSpan(offset + skipped, count - skipped));
    }

    public void Dispose()
    {
    }

    private void Append(string prefix, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        if (prefix != pendingPrefix)
        {
            FlushPending();
            pendingPrefix = prefix;
        }

        foreach (byte value in bytes)
        {
            if (value == (byte)'\n')
            {
                FlushPending();
            }
            else if (value != (byte)'\r')
            {
                // What is not printable ASCII is shown by its number: text from the network is hostile to terminals.
                pending.Append(value is >= 0x20 and < 0x7F ? ((char)value).ToString() : $"\\x{value:X2}");
            }
        }
    }

    private void FlushPending()
    {
        if (pending.Length > 0)
        {
            AddLine(pendingPrefix, pending.ToString());
            pending.Clear();
        }
    }

    private void AddLine(string prefix, string line)
    {
        string shown = secrets.Aggregate(
            line, (masked, secret) => masked.Replace(secret, Mask, StringComparison.Ordinal));
        shown = shown.Length > MaxLine ? shown[..MaxLine] + "..." : shown;
        if (prefix == FromServer)
        {
            lastReply.Add(shown);
        }
        else if (prefix == FromClient)
        {
            lastReply.Clear();
        }

        if (text.Length < MaxCharacters)
        {
            text.Append(prefix).Append(shown).Append('\n');
        }
    }
}
