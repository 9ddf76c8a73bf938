namespace MailAdmin.Protocols.Mime;

/// <summary>Reads the headers of parts, line by line, and captures the fields that matter. RFC 5322 §2.2</summary>
internal sealed class HeaderParser(HeaderCapture capture)
{
    private bool atFirstLine = true;
    private bool capturing;
    private uint fieldsSeen;

    /// <summary>Begins the header of a part.</summary>
    public void Begin(MimePart part)
    {
        part.FirstField = capture.Count;
        atFirstLine = true;
        fieldsSeen = 0;
    }

    /// <summary>Reads a line of the header of a part.</summary>
    public HeaderLineKind Read(in LineFragment line, MimePart part)
    {
        if (!line.StartsLine)
        {
            ContinueField(line);
            return HeaderLineKind.Header;
        }

        ReadOnlySpan<byte> text = line.Text;
        if (text.IsEmpty)
        {
            return HeaderLineKind.BlankLine;
        }

        if (HeaderLine.IsContinuation(text) && !atFirstLine)
        {
            ContinueField(line);
            return HeaderLineKind.Header;
        }

        if (atFirstLine && part.Number == 0 && (text.StartsWith("From "u8) || text.StartsWith(">From "u8)))
        {
            // What a mailbox file has before each message was left in.
            return HeaderLineKind.Header;
        }

        EndField();
        bool isField = HeaderLine.TrySplit(text, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value);
        if (atFirstLine && !isField)
        {
            // No header at all. Later, a line that is no field is passed over: only a blank line ends a header.
            return HeaderLineKind.Content;
        }

        atFirstLine = false;
        BeginField(isField ? KnownFields.Find(name) : KnownField.None, value, part);
        return HeaderLineKind.Header;
    }

    /// <summary>Ends the field that was begun last.</summary>
    public void EndField()
    {
        if (capturing)
        {
            capture.End();
            capturing = false;
        }
    }

    private void BeginField(KnownField field, ReadOnlySpan<byte> value, MimePart part)
    {
        if (field == KnownField.None || (part.Number != 0 && KnownFields.BelongsToMessage(field)))
        {
            return;
        }

        // Of fields that may stand only once the first counts.
        uint bit = 1u << (int)field;
        if (KnownFields.ListsAddresses(field) || (fieldsSeen & bit) == 0)
        {
            fieldsSeen |= bit;
            capture.Begin(field, value);
            capturing = true;
        }
    }

    private void ContinueField(in LineFragment line)
    {
        if (capturing)
        {
            capture.Append(line.Text);
            if (line.EndsLine && line.Bytes.Length == 1)
            {
                capture.TrimLineEnd();
            }
        }
    }
}
