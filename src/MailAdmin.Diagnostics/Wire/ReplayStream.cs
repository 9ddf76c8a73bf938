namespace MailAdmin.Diagnostics.Wire;

/// <summary>
/// Gives the reader some octets first, then what the connection has. So the greeting that was read by a check can be
/// given to MailKit, which expects one, on the same connection.
/// </summary>
internal sealed class ReplayStream(byte[] prefix, Stream inner) : PassingStream(inner)
{
    private int given;

    protected override int ReadBefore(Span<byte> buffer)
    {
        int count = Math.Min(buffer.Length, prefix.Length - given);
        prefix.AsSpan(given, count).CopyTo(buffer);
        given += count;
        return count;
    }
}
