using System.Buffers;
using System.Buffers.Text;

namespace MailAdmin.Protocols.Smtp.Content;

/// <summary>Encodes bytes that come in pieces as lines of BASE64. RFC 2045 §6.8</summary>
internal sealed class Base64Lines
{
    // 76 characters.
    private const int LineBytes = 57;

    private readonly ArrayBufferWriter<byte> output = new();
    private readonly byte[] line = new byte[LineBytes];
    private int length;
    private bool hasLine;

    /// <summary>Adds bytes and returns the lines that they fill; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Encode(ReadOnlySpan<byte> bytes)
    {
        output.ResetWrittenCount();
        while (!bytes.IsEmpty)
        {
            int taken = Math.Min(LineBytes - length, bytes.Length);
            bytes[..taken].CopyTo(line.AsSpan(length));
            length += taken;
            bytes = bytes[taken..];
            if (length == LineBytes)
            {
                WriteLine();
            }
        }

        return output.WrittenMemory;
    }

    /// <summary>Returns the last line, which is shorter, if there is one.</summary>
    public ReadOnlyMemory<byte> Finish(bool withLineEnd)
    {
        output.ResetWrittenCount();
        if (length > 0)
        {
            WriteLine();
        }

        if (withLineEnd)
        {
            output.Write("\r\n"u8);
        }

        return output.WrittenMemory;
    }

    private void WriteLine()
    {
        if (hasLine)
        {
            output.Write("\r\n"u8);
        }

        Base64.EncodeToUtf8(line.AsSpan(0, length), output.GetSpan(LineBytes * 2), out _, out int written);
        output.Advance(written);
        length = 0;
        hasLine = true;
    }
}
