namespace MailAdmin;

/// <summary>A port, and what answers there.</summary>
/// <param name="Protocol">The protocol.</param>
/// <param name="Port">The number.</param>
/// <param name="TlsMode">How its connections are protected.</param>
public sealed record KnownEndPoint(MailProtocol Protocol, int Port, TlsMode TlsMode);
