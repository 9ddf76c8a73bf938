namespace MailAdmin.Diagnostics.Wire;

/// <summary>
/// Gives the reader some bytes before those of the connection. MailKit expects a greeting; this repeats the one that a
/// check has already read from the same connection.
/// </summary>
internal sealed class ReplayStream(byte[] prefix, Stream inner) : PassingStream(inner)
{
    private int position;

    protected override int ReadBefore(Span<byte> buffer)
    {
        int count = Math.Min(buffer.Length, prefix.Length - position);
        prefix.AsSpan(position, count).CopyTo(buffer);
        position += count;
        return count;
    }
}
