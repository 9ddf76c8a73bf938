namespace MailAdmin.Diagnostics.Wire;

/// <summary>Passes everything on and keeps the first octets that come in, which tell what answers a handshake.</summary>
internal sealed class RecordingStream(Stream inner) : PassingStream(inner)
{
    private readonly byte[] first = new byte[256];
    private int count;

    public ReadOnlyMemory<byte> FirstOctets => first.AsMemory(0, count);

    public void Restart() => count = 0;

    protected override void OnRead(ReadOnlySpan<byte> octets)
    {
        int kept = Math.Min(octets.Length, first.Length - count);
        octets[..kept].CopyTo(first.AsSpan(count));
        count += kept;
    }
}
