namespace MailAdmin.Server.Transfer.Files;

/// <summary>
/// Writes one message of an mboxrd file: lines of any number of '>' and "From " get one '>' more, and what is kept
/// beside the message goes to the end of its header.
/// </summary>
internal sealed class MboxQuoting(Stream output, byte[] status) : Stream
{
    private static ReadOnlySpan<byte> From => "From "u8;

    // Of the line that begins: how many '>' were seen, and how much of "From ".
    private int marks;
    private int matched;
    private bool atStart = true;
    private bool inHeader = true;
    private bool heldReturn;
    private byte last;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            if (atStart)
            {
                Begin(buffer[0]);
                buffer = buffer[1..];
                continue;
            }

            int end = buffer.IndexOf((byte)'\n');
            int length = end < 0 ? buffer.Length : end + 1;
            Put(buffer[..length]);
            atStart = end >= 0;
            buffer = buffer[length..];
        }
    }

    /// <summary>Ends the message: with an end of line, and with its status when it has a header only.</summary>
    public void Complete()
    {
        Release();
        if (last != '\n')
        {
            Put("\r\n"u8);
        }

        if (inHeader)
        {
            output.Write(status);
        }
    }

    /// <inheritdoc/>
    public override void Flush() => output.Flush();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    // A byte of a line of which it is not yet known what it is.
    private void Begin(byte next)
    {
        if (inHeader && next == '\r' && marks + matched == 0 && !heldReturn)
        {
            heldReturn = true;
            return;
        }

        if (inHeader && next == '\n' && marks + matched == 0)
        {
            output.Write(status);
            inHeader = false;
        }
        else if (!heldReturn && matched == 0 && next == '>')
        {
            marks++;
            return;
        }
        else if (!heldReturn && next == From[matched])
        {
            if (++matched < From.Length)
            {
                return;
            }

            Put(">"u8);
            Release();
            atStart = false;
            return;
        }

        Release();
        Put([next]);
        atStart = next == '\n';
    }

    private void Release()
    {
        if (heldReturn)
        {
            Put("\r"u8);
        }

        for (; marks > 0; marks--)
        {
            Put(">"u8);
        }

        if (matched > 0)
        {
            Put(From[..matched]);
        }

        heldReturn = false;
        matched = 0;
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        output.Write(bytes);
        last = bytes[^1];
    }
}
