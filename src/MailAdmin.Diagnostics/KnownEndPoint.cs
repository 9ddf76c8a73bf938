namespace MailAdmin.Diagnostics;

/// <summary>A port of which it is known what answers there, because the server is our own.</summary>
/// <param name="Protocol">What it speaks.</param>
/// <param name="Port">The port.</param>
/// <param name="TlsMode">How its connections are protected.</param>
public sealed record KnownEndPoint(MailProtocol Protocol, int Port, TlsMode TlsMode);
