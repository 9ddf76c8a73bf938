namespace MailAdmin.Tests.Clients;

/// <summary>The line ends of files, where those of the wire are CRLF.</summary>
internal static class LineEnds
{
    public static byte[] ToLf(byte[] octets)
    {
        List<byte> converted = new(octets.Length);
        for (int i = 0; i < octets.Length; i++)
        {
            if (octets[i] != '\r' || i + 1 == octets.Length || octets[i + 1] != '\n')
            {
                converted.Add(octets[i]);
            }
        }

        return [.. converted];
    }
}
