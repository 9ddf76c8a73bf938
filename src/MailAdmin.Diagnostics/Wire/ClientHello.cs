using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace MailAdmin.Diagnostics.Wire;

/// <summary>
/// The first message of a handshake, which offers one version only. It is built here because the TLS library of this
/// machine may refuse to offer the version in question. RFC 8446 §4.1.2 (structure), RFC 5246 §7.4.1.2 (earlier),
/// RFC 6066 §3 (server name).
/// </summary>
internal static class ClientHello
{
    private static readonly ushort[] SuitesOf13 = [0x1301, 0x1302, 0x1303];

    // Both kinds of key and every age: the question is whether the version is refused, not the cipher.
    private static readonly ushort[] SuitesBefore13 =
    [
        0xC02B, 0xC02F, 0xC02C, 0xC030, 0xCCA9, 0xCCA8, 0xC009, 0xC013, 0xC00A, 0xC014, 0x009C, 0x009D, 0x003C, 0x002F,
        0x0035, 0x000A,
    ];

    /// <summary>Builds the record.</summary>
    public static byte[] Build(TlsVersion version, string server)
    {
        bool is13 = version == TlsVersion.Tls13;
        List<byte> body = [];
        Add(body, is13 ? (ushort)TlsVersion.Tls12 : (ushort)version);
        body.AddRange(RandomNumberGenerator.GetBytes(32));
        body.Add(32);
        body.AddRange(RandomNumberGenerator.GetBytes(32));
        AddList(body, is13 ? SuitesOf13 : SuitesBefore13);
        body.AddRange([1, 0]);

        List<byte> extensions = [];
        if (!IPAddress.TryParse(server, out _))
        {
            AddExtension(extensions, 0, ServerName(server));
        }

        AddExtension(extensions, 10, List(0x001D, 0x0017, 0x0018));
        AddExtension(extensions, 11, [1, 0]);
        AddExtension(extensions, 13, List(0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0203, 0x0201));
        AddExtension(extensions, 0xFF01, [0]);
        if (is13)
        {
            AddExtension(extensions, 43, [2, 3, 4]);
            AddExtension(extensions, 51, [0, 36, 0, 0x1D, 0, 32, .. RandomNumberGenerator.GetBytes(32)]);
        }

        Add(body, (ushort)extensions.Count);
        body.AddRange(extensions);

        List<byte> record = [22, 3, 1];
        Add(record, (ushort)(body.Count + 4));
        record.AddRange([1, 0, (byte)(body.Count >> 8), (byte)body.Count]);
        record.AddRange(body);
        return [.. record];
    }

    private static byte[] ServerName(string server)
    {
        byte[] name = Encoding.ASCII.GetBytes(server);
        List<byte> entry = [];
        Add(entry, (ushort)(name.Length + 3));
        entry.Add(0);
        Add(entry, (ushort)name.Length);
        entry.AddRange(name);
        return [.. entry];
    }

    private static byte[] List(params ushort[] values)
    {
        List<byte> list = [];
        AddList(list, values);
        return [.. list];
    }

    private static void AddList(List<byte> target, ushort[] values)
    {
        Add(target, (ushort)(values.Length * 2));
        foreach (ushort value in values)
        {
            Add(target, value);
        }
    }

    private static void AddExtension(List<byte> target, ushort type, byte[] data)
    {
        Add(target, type);
        Add(target, (ushort)data.Length);
        target.AddRange(data);
    }

    private static void Add(List<byte> target, ushort value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        target.AddRange(bytes);
    }
}
