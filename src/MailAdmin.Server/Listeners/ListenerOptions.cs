using MailAdmin.Server.Certificates;

namespace MailAdmin.Server.Listeners;

/// <summary>The options that the ports of one request share.</summary>
/// <param name="BindAddress">An IP address, Loopback or Any.</param>
/// <param name="Given">The certificate of the request, or null for the store's own.</param>
/// <param name="AllowPlaintextLogin">Whether passwords are accepted without TLS.</param>
internal sealed record ListenerOptions(string BindAddress, ServerCertificate? Given, bool AllowPlaintextLogin);
