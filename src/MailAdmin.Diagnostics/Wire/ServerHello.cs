using System.Buffers.Binary;
using System.Net.Security;

namespace MailAdmin.Diagnostics.Wire;

/// <summary>The reply to a <see cref="ClientHello"/>. RFC 8446 §4.1.3, §4.2.1 (version since TLS 1.3)</summary>
/// <param name="Version">The version that the server chose.</param>
/// <param name="Suite">The cipher suite that the server chose.</param>
internal sealed record ServerHello(TlsVersion Version, TlsCipherSuite Suite)
{
    private const int MaxRecord = 16 * 1024 + 256;

    /// <summary>Reads the reply; null for an alert, the end, or anything else, which all refuse.</summary>
    public static async Task<ServerHello?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] header = new byte[5];
        if (await stream.ReadAtLeastAsync(header, 5, throwOnEndOfStream: false, cancellationToken) < 5
            || header[0] != 22)
        {
            return null;
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(3));
        if (length is < 42 or > MaxRecord)
        {
            return null;
        }

        byte[] record = new byte[length];
        int read = await stream.ReadAtLeastAsync(record, length, throwOnEndOfStream: false, cancellationToken);
        return read == length ? Parse(record) : null;
    }

    /// <summary>Reads the handshake message in a record.</summary>
    public static ServerHello? Parse(ReadOnlySpan<byte> message)
    {
        const int AfterRandom = 4 + 2 + 32;
        if (message.Length <= AfterRandom || message[0] != 2)
        {
            return null;
        }

        ushort version = BinaryPrimitives.ReadUInt16BigEndian(message[4..]);
        ReadOnlySpan<byte> rest = message[(AfterRandom + 1)..];
        int session = message[AfterRandom];
        if (rest.Length < session + 3)
        {
            return null;
        }

        rest = rest[session..];
        ushort suite = BinaryPrimitives.ReadUInt16BigEndian(rest);
        rest = rest[3..];
        rest = rest.Length > 2 ? rest[2..] : default;
        while (rest.Length >= 4)
        {
            int type = BinaryPrimitives.ReadUInt16BigEndian(rest);
            int size = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            if (rest.Length < 4 + size)
            {
                break;
            }

            if (type == 43 && size == 2)
            {
                version = BinaryPrimitives.ReadUInt16BigEndian(rest[4..]);
            }

            rest = rest[(4 + size)..];
        }

        return new ServerHello((TlsVersion)version, (TlsCipherSuite)suite);
    }
}
