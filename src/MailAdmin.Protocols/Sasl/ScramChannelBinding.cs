namespace MailAdmin.Protocols.Sasl;

/// <summary>
/// The channel that a SCRAM exchange is bound to. RFC 5056; RFC 5929 (tls-server-end-point), RFC 9266 (tls-exporter)
/// </summary>
internal sealed record ScramChannelBinding(string Name, byte[] Data);
