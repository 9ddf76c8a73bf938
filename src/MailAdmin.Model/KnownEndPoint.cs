namespace MailAdmin;

/// <summary>A port and its protocol.</summary>
/// <param name="Protocol">The protocol.</param>
/// <param name="Port">The port number.</param>
/// <param name="TlsMode">How its connections are protected.</param>
public sealed record KnownEndPoint(MailProtocol Protocol, int Port, TlsMode TlsMode);
