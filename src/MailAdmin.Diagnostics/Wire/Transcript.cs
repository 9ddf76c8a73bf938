using System.Text;
using MailKit;

namespace MailAdmin.Diagnostics.Wire;

/// <summary>
/// What was said on a connection, for people: a line each, "C: " or "S: " before it. Secrets never get in: MailKit's
/// detector marks those of an authentication, and the password itself is masked wherever it turns up, as in the answer
/// of a server that repeats it. Content never gets in because no check asks for any.
/// </summary>
internal sealed class Transcript : IProtocolLogger
{
    private const string Mask = "********";
    private const int MaxLine = 500;
    private const int MaxCharacters = 16 * 1024;

    private readonly List<string> secrets = [];
    private readonly List<string> lastAnswer = [];
    private readonly StringBuilder text = new();
    private readonly StringBuilder pending = new();
    private string pendingWho = "";
    private int taken;
    private int serverOctetsToSkip;

    public IAuthenticationSecretDetector? AuthenticationSecretDetector { get; set; }

    /// <summary>The lines that the server sent since the client last said something, an LF between them.</summary>
    public string LastAnswer => string.Join('\n', lastAnswer);

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

    /// <summary>Leaves out the next octets of the server, because they are here already and are only read again.</summary>
    public void SkipServer(int octets) => serverOctetsToSkip = octets;

    /// <summary>Adds a remark, such as the parameters of a TLS session.</summary>
    public void Note(string remark)
    {
        FlushPending();
        Add("-- ", remark);
    }

    public void Client(ReadOnlySpan<byte> octets) => Append("C: ", octets);

    public void Server(ReadOnlySpan<byte> octets) => Append("S: ", octets);

    public void LogConnect(Uri uri)
    {
    }

    public void LogClient(byte[] buffer, int offset, int count)
    {
        IList<AuthenticationSecret> found = AuthenticationSecretDetector?.DetectSecrets(buffer, offset, count) ?? [];
        int at = offset;
        foreach (AuthenticationSecret secret in found)
        {
            Client(buffer.AsSpan(at, secret.StartIndex - at));
            Client(Encoding.ASCII.GetBytes(Mask));
            at = secret.StartIndex + secret.Length;
        }

        Client(buffer.AsSpan(at, offset + count - at));
    }

    public void LogServer(byte[] buffer, int offset, int count)
    {
        int skipped = Math.Min(count, serverOctetsToSkip);
        serverOctetsToSkip -= skipped;
        Server(buffer.AsSpan(offset + skipped, count - skipped));
    }

    public void Dispose()
    {
    }

    private void Append(string who, ReadOnlySpan<byte> octets)
    {
        if (octets.IsEmpty)
        {
            return;
        }

        if (who != pendingWho)
        {
            FlushPending();
            pendingWho = who;
        }

        foreach (byte octet in octets)
        {
            if (octet == (byte)'\n')
            {
                FlushPending();
                pendingWho = who;
            }
            else if (octet != (byte)'\r')
            {
                // What is not printable ASCII is shown by its number: text from the network is hostile to terminals.
                pending.Append(octet is >= 0x20 and < 0x7F ? ((char)octet).ToString() : $"\\x{octet:X2}");
            }
        }
    }

    private void FlushPending()
    {
        if (pending.Length == 0)
        {
            return;
        }

        Add(pendingWho, pending.ToString());
        pending.Clear();
    }

    private void Add(string who, string line)
    {
        string shown = secrets.Aggregate(line, (masked, secret) => masked.Replace(secret, Mask, StringComparison.Ordinal));
        shown = shown.Length > MaxLine ? shown[..MaxLine] + "..." : shown;
        if (who == "S: ")
        {
            lastAnswer.Add(shown);
        }
        else if (who == "C: ")
        {
            lastAnswer.Clear();
        }

        if (text.Length < MaxCharacters)
        {
            text.Append(who).Append(shown).Append('\n');
        }
    }
}
