namespace MailAdmin;

/// <summary>A port that speaks a mail protocol.</summary>
/// <param name="Protocol">What it speaks.</param>
/// <param name="Port">The port.</param>
/// <param name="TlsMode">How its connections are protected.</param>
public sealed record MailEndPoint(MailProtocol Protocol, int Port, TlsMode TlsMode);
