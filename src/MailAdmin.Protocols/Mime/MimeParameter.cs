namespace MailAdmin.Protocols.Mime;

/// <summary>A parameter of Content-Type or Content-Disposition. RFC 2045 §5.1</summary>
/// <param name="Name">In capitals.</param>
/// <param name="Value">Without quotes; otherwise as it stands.</param>
internal sealed record MimeParameter(byte[] Name, byte[] Value);
