using System.Globalization;
using System.Text;

namespace MailAdmin.Protocols.Mime;

/// <summary>As much of a message as people recognise it by, read from its structure.</summary>
/// <param name="MessageId">The Message-ID field, without angle brackets; null: none.</param>
/// <param name="Subject">The subject, decoded and cut; null: none.</param>
public sealed record MessageSummary(string? MessageId, string? Subject)
{
    private const int MaxSubject = 200;

    // RFC 5322 §2.1.1: a line has 998 octets at most.
    private const int MaxMessageId = 998;
    private const int SubjectItem = 1;
    private const int MessageIdItem = 9;

    /// <summary>Nothing is known.</summary>
    public static MessageSummary None { get; } = new(null, null);

    /// <summary>Reads a structure; one that is none, or of another version, tells nothing.</summary>
    public static MessageSummary Of(ReadOnlyMemory<byte> structure)
    {
        if (!StructureFormat.IsValid(structure.Span))
        {
            return None;
        }

        EnvelopeItems items = new(new StructureView(structure).Envelope.Span);
        string? subject = null;
        for (int index = 0; items.TryRead(out byte[]? text); index++)
        {
            if (index == SubjectItem && text is not null)
            {
                subject = Cut(FieldText.Decode(text).Trim(), MaxSubject);
            }
            else if (index == MessageIdItem)
            {
                string? id = text is null ? null : Cut(Encoding.UTF8.GetString(text).Trim(' ', '\t', '<', '>'), MaxMessageId);
                return new MessageSummary(string.IsNullOrEmpty(id) ? null : id, subject);
            }
        }

        return new MessageSummary(null, subject);
    }

    // It is shown to administrators, so nothing that a terminal obeys may be in it.
    private static string Cut(string text, int length)
    {
        string shown = text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;
        return shown.Length <= length ? shown : shown[..(char.IsHighSurrogate(shown[length - 1]) ? length - 1 : length)];
    }

    /// <summary>The items of an ENVELOPE as <see cref="EnvelopeWriter"/> writes it.</summary>
    private ref struct EnvelopeItems(ReadOnlySpan<byte> envelope)
    {
        private ReadOnlySpan<byte> rest = envelope.IsEmpty ? envelope : envelope[1..];

        /// <summary>The next; null for NIL and for lists. False: there is none.</summary>
        public bool TryRead(out byte[]? text)
        {
            text = null;
            rest = rest.TrimStart((byte)' ');
            if (rest.IsEmpty || rest[0] == ')')
            {
                return false;
            }

            if (rest[0] != '(')
            {
                return TryReadString(out text);
            }

            int depth = 0;
            do
            {
                rest = rest.TrimStart((byte)' ');
                if (rest.IsEmpty)
                {
                    return false;
                }

                if (rest[0] is (byte)'(' or (byte)')')
                {
                    depth += rest[0] == '(' ? 1 : -1;
                    rest = rest[1..];
                }
                else if (!TryReadString(out _))
                {
                    return false;
                }
            }
            while (depth > 0);
            return true;
        }

        // nstring: NIL, quoted, or a literal
        private bool TryReadString(out byte[]? text)
        {
            text = null;
            if (rest.StartsWith("NIL"u8))
            {
                rest = rest[3..];
                return true;
            }

            return rest[0] == '"' ? TryReadQuoted(out text) : TryReadLiteral(out text);
        }

        private bool TryReadQuoted(out byte[]? text)
        {
            List<byte> octets = [];
            text = null;
            for (int position = 1; position < rest.Length; position++)
            {
                if (rest[position] == '"')
                {
                    text = [.. octets];
                    rest = rest[(position + 1)..];
                    return true;
                }

                position += rest[position] == '\\' && position + 1 < rest.Length ? 1 : 0;
                octets.Add(rest[position]);
            }

            return false;
        }

        private bool TryReadLiteral(out byte[]? text)
        {
            text = null;
            int end = rest.IndexOf("}\r\n"u8);
            if (rest[0] != '{' || end < 0 || !int.TryParse(rest[1..end], CultureInfo.InvariantCulture, out int length)
                || length < 0 || length > rest.Length - end - 3)
            {
                return false;
            }

            text = rest.Slice(end + 3, length).ToArray();
            rest = rest[(end + 3 + length)..];
            return true;
        }
    }
}
