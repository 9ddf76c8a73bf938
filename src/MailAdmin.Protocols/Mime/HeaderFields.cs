using System.Buffers;
using System.Text;
using MailAdmin.Contracts;

namespace MailAdmin.Protocols.Mime;

/// <summary>Selects fields of a header: HEADER.FIELDS and HEADER.FIELDS.NOT. RFC 9051 §6.4.5.1</summary>
public static class HeaderFields
{
    private static readonly byte[] BlankLine = "\r\n"u8.ToArray();

    /// <summary>Writes the fields of these names (or all but these) as they stand, and a blank line.</summary>
    /// <param name="content">The message.</param>
    /// <param name="header">Where the header lies in it.</param>
    /// <param name="names">The names, in upper or lower case.</param>
    /// <param name="except">Whether all other fields are wanted.</param>
    /// <param name="output">Where they go.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="MailException">The message cannot be read.</exception>
    public static async ValueTask WriteSelectedAsync(
        MessageContent content,
        ByteRange header,
        IReadOnlyList<string> names,
        bool except,
        IBufferWriter<byte> output,
        CancellationToken cancellationToken)
    {
        using MessageLineReader reader = new(content, header);
        bool selected = except;
        do
        {
            while (reader.TryRead(out LineFragment line))
            {
                if (line.StartsLine && line.Text.IsEmpty)
                {
                    // The blank line; it is the last of the header.
                    continue;
                }

                if (line.StartsLine && !HeaderLine.IsContinuation(line.Bytes))
                {
                    selected = IsNamed(line.Text, names) != except;
                }

                if (selected)
                {
                    output.Write(line.Bytes);
                }
            }
        }
        while (await reader.FillAsync(cancellationToken));

        output.Write(BlankLine);
    }

    // A line that is no field has no name, so no selection by name takes it.
    private static bool IsNamed(ReadOnlySpan<byte> line, IReadOnlyList<string> names)
    {
        if (!HeaderLine.TrySplit(line, out ReadOnlySpan<byte> name, out _))
        {
            return false;
        }

        for (int index = 0; index < names.Count; index++)
        {
            if (names[index].Length == name.Length && Ascii.EqualsIgnoreCase(name, names[index]))
            {
                return true;
            }
        }

        return false;
    }
}
