using System.Globalization;
using System.Text;

namespace MailAdmin.Server.Transfer.Files;

/// <summary>Where the messages of an mbox file lie, and how its lines are quoted.</summary>
/// <param name="Messages">The bytes of each message without its From_ line, and its date.</param>
/// <param name="Variant">The variant of the file.</param>
internal sealed record MboxIndex(IReadOnlyList<MboxMessage> Messages, MboxVariant Variant)
{
    /// <summary>Reads through a file.</summary>
    /// <exception cref="MailException">InvalidArgument: the file does not begin with a From_ line.</exception>
    public static MboxIndex Read(FileStream file, MboxVariant variant)
    {
        file.Position = 0;
        return new MboxIndexer(file, variant).Run();
    }
}

/// <summary>A message in an mbox file.</summary>
internal readonly record struct MboxMessage(long Start, long End, DateTimeOffset Date);

/// <summary>
/// Reads through an mbox file once. Content-Length counts only where it leads to the next From_ line or to the end: in
/// files that were edited it does not.
/// </summary>
internal sealed class MboxIndexer(FileStream file, MboxVariant variant)
{
    private const int MaxSeparator = 1_024;
    private readonly LineScanner lines = new(file);
    private readonly List<MboxMessage> messages = [];
    private bool inHeader;
    private long? contentLength;
    private long bodyEnd;
    private long start = -1;
    private long blankStart = -1;
    private DateTimeOffset date;
    private bool hasLengths;
    private bool hasFromInBody;
    private bool hasQuotedFrom;

    private bool UsesLengths => variant is MboxVariant.Auto or MboxVariant.Mboxcl or MboxVariant.Mboxcl2;

    public MboxIndex Run()
    {
        long lineStart = 0;
        while (lines.TryRead(out ReadOnlySpan<byte> line, out bool startsLine))
        {
            if (startsLine)
            {
                Take(line, lineStart);
            }
            else
            {
                blankStart = -1;
            }

            lineStart = lines.Position;
        }

        End(lineStart);
        return new MboxIndex(messages, Decide());
    }

    private static bool IsBlank(ReadOnlySpan<byte> line) => line is [(byte)'\n'] or [(byte)'\r', (byte)'\n'];

    private MboxVariant Decide() => variant != MboxVariant.Auto ? variant
        : !hasLengths ? MboxVariant.Mboxrd
        : hasFromInBody || !hasQuotedFrom ? MboxVariant.Mboxcl2
        : MboxVariant.Mboxcl;

    private void Take(ReadOnlySpan<byte> line, long lineStart)
    {
        if (lineStart < bodyEnd)
        {
            hasFromInBody |= FromLine.MayBe(line);
            hasQuotedFrom |= line.StartsWith(">From "u8);
            blankStart = -1;
            return;
        }

        if (FromLine.MayBe(line) && FromLine.TryRead(line, out DateTimeOffset found))
        {
            End(lineStart);
            (start, date, inHeader, contentLength, bodyEnd) = (lines.Position, found, true, null, 0);
        }
        else if (start < 0)
        {
            throw MailException.Of(MailError.InvalidArgument.As("NotAMessage"), file.Name);
        }
        else if (inHeader && IsBlank(line))
        {
            inHeader = false;
            BeginBody();
        }
        else if (inHeader && MboxStatus.FieldOf(line) == "Content-Length"
            && long.TryParse(
                MboxStatus.ValueOf(line), NumberStyles.None, CultureInfo.InvariantCulture, out long length))
        {
            contentLength = length;
        }

        blankStart = IsBlank(line) ? lineStart : -1;
    }

    private void BeginBody()
    {
        if (UsesLengths && contentLength is { } length && length <= file.Length - lines.Position
            && IsSeparator(lines.Position + length))
        {
            hasLengths = true;
            bodyEnd = lines.Position + length;
        }
    }

    // The end of the file, or a From_ line; an empty line may come first.
    private bool IsSeparator(long offset)
    {
        byte[] bytes = new byte[MaxSeparator];
        int count = RandomAccess.Read(file.SafeFileHandle, bytes, offset);
        ReadOnlySpan<byte> rest = bytes.AsSpan(0, count);
        ReadOnlySpan<byte> text = rest.TrimStart("\r\n"u8);
        int end = text.IndexOf((byte)'\n');
        return text.IsEmpty
            ? offset + count >= file.Length
            : rest.Length - text.Length <= 4 && FromLine.TryRead(end < 0 ? text : text[..end], out _);
    }

    private void End(long position)
    {
        if (start >= 0)
        {
            long end = bodyEnd > 0 ? bodyEnd : blankStart > start ? blankStart : position;
            messages.Add(new MboxMessage(start, end, date));
        }
    }
}
