namespace MailAdmin.Server.Listeners;

/// <summary>One port to open.</summary>
internal sealed record ListenerSpecification(MailProtocol Protocol, TlsMode TlsMode, int Port);
