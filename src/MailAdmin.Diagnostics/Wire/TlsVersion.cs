namespace MailAdmin.Diagnostics.Wire;

/// <summary>A version of TLS; its value is what goes over the wire.</summary>
internal enum TlsVersion : ushort
{
    Tls10 = 0x0301,
    Tls11 = 0x0302,
    Tls12 = 0x0303,
    Tls13 = 0x0304,
}
