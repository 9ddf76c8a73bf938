using System.Globalization;
using System.Text;

namespace MailAdmin.Server.Transfer.Files;

/// <summary>
/// Reads the messages of an mbox file of any variant. Flags are taken from Status, X-Status and X-Keywords, which are
/// then not a part of the message.
/// </summary>
internal static class MboxReader
{
    /// <summary>The messages of a file.</summary>
    /// <exception cref="MailException">InvalidArgument: the file is no mbox.</exception>
    public static IEnumerable<SourceMessage> Read(string path, MboxVariant variant)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.Length == 0)
        {
            yield break;
        }

        MboxIndex index = MboxIndex.Read(file, variant);
        for (int i = 0; i < index.Messages.Count; i++)
        {
            MboxMessage message = index.Messages[i];
            if (IsInternal(file, message))
            {
                continue;
            }

            string place = string.Create(CultureInfo.InvariantCulture, $"{path}#{i + 1}");
            yield return new SourceMessage(place, body => Copy(file, message, index.Variant, body));
        }
    }

    // What Dovecot and UW IMAP keep in a message of their own at the begin of a file.
    private static bool IsInternal(FileStream file, MboxMessage message)
    {
        byte[] head = new byte[(int)Math.Min(4_096, message.End - message.Start)];
        int count = RandomAccess.Read(file.SafeFileHandle, head, message.Start);
        string text = "\n" + Encoding.Latin1.GetString(head, 0, count);
        return text.Contains("\nX-IMAP: ", StringComparison.Ordinal)
            && text.Contains("FOLDER INTERNAL DATA", StringComparison.Ordinal);
    }

    private static SourceFacts Copy(FileStream file, MboxMessage message, MboxVariant variant, MessageBody body)
    {
        List<string> flags = [];
        LineScanner lines = new(new FilePart(file.SafeFileHandle, message.Start, message.End));
        bool inHeader = true;
        string? field = null;
        while (lines.TryRead(out ReadOnlySpan<byte> line, out bool startsLine))
        {
            if (inHeader && startsLine)
            {
                inHeader = line is not ([(byte)'\n'] or [(byte)'\r', (byte)'\n']);
                bool isContinuation = line is [(byte)' ' or (byte)'\t', ..];
                field = isContinuation ? field : FieldOf(line, variant);
                if (field is not null)
                {
                    ReadOnlySpan<byte> value = isContinuation ? line : line[(field.Length + 1)..];
                    MboxStatus.AddFlags(field, Encoding.ASCII.GetString(value).Trim(), flags);
                }
            }
            else if (startsLine)
            {
                field = null;
                line = Unquote(line, variant);
            }

            if (field is null)
            {
                body.Write(line);
            }
        }

        return new SourceFacts(message.Date, flags);
    }

    // Where it is of no use, Content-Length is a field like any other.
    private static string? FieldOf(ReadOnlySpan<byte> line, MboxVariant variant)
    {
        string? field = MboxStatus.FieldOf(line);
        bool isOwn = (variant is MboxVariant.Mboxo or MboxVariant.Mboxrd) && field == "Content-Length";
        return isOwn ? null : field;
    }

    private static ReadOnlySpan<byte> Unquote(ReadOnlySpan<byte> line, MboxVariant variant)
    {
        bool isQuoted = variant switch
        {
            MboxVariant.Mboxcl2 => false,
            MboxVariant.Mboxrd => line is [(byte)'>', ..] && FromLine.MayBe(line.TrimStart((byte)'>')),
            _ => line is [(byte)'>', ..] && FromLine.MayBe(line[1..]),
        };
        return isQuoted ? line[1..] : line;
    }
}
