using MailAdmin.Server.Certificates;

namespace MailAdmin.Server.Listeners;

/// <summary>What the ports of one request share.</summary>
/// <param name="BindAddress">An IP address, Loopback or Any.</param>
/// <param name="Given">The certificate that was given; null: the store's own.</param>
/// <param name="AllowPlaintextLogin">Whether passwords are taken without TLS.</param>
internal sealed record ListenerOptions(string BindAddress, ServerCertificate? Given, bool AllowPlaintextLogin);
