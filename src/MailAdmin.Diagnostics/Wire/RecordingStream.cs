namespace MailAdmin.Diagnostics.Wire;

/// <summary>Records the first bytes that come in, which identify the service that answers a handshake.</summary>
internal sealed class RecordingStream(Stream inner) : PassingStream(inner)
{
    private readonly byte[] first = new byte[256];
    private int count;

    public ReadOnlyMemory<byte> FirstBytes => first.AsMemory(0, count);

    public void Restart() => count = 0;

    protected override void OnRead(ReadOnlySpan<byte> bytes)
    {
        int taken = Math.Min(bytes.Length, first.Length - count);
        bytes[..taken].CopyTo(first.AsSpan(count));
        count += taken;
    }
}
