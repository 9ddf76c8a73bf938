using System.Net;
using System.Net.Sockets;
using MailAdmin.Texts;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;

namespace MailAdmin.Server.Transfer;

/// <summary>An IMAP server from which messages are copied.</summary>
public sealed record CopySource
{
    /// <summary>The name of the server, or its IP address.</summary>
    public required string Server { get; init; }

    /// <summary>The port; null: the standard one of the mode, 993 or 143.</summary>
    public int? Port { get; init; }

    /// <summary>
    /// The mode; Auto: STARTTLS at port 143, else TLS from the first byte. Without TLS only when it is asked for.
    /// </summary>
    public TlsMode TlsMode { get; init; }

    /// <summary>User name and password.</summary>
    public required NetworkCredential Credential { get; init; }

    /// <summary>Whether any certificate is accepted.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>The port that is used.</summary>
    internal int EffectivePort => Port ?? StandardPorts.For(MailProtocol.Imap, TlsMode).Port;

    /// <summary>Connects and logs on.</summary>
    /// <exception cref="MailException">ServerNotFound, LogonFailed.</exception>
    internal async Task<ImapClient> ConnectAsync(CancellationToken cancellationToken)
    {
        ImapClient client = new();
        try
        {
            client.CheckCertificateRevocation = false;
            if (SkipCertificateCheck)
            {
                client.ServerCertificateValidationCallback = (_, shown, _, _) => shown is not null;
            }

            await client.ConnectAsync(Server, EffectivePort, OptionsOf(), cancellationToken);
            await client.AuthenticateAsync(Credential, cancellationToken);
            return client;
        }
        catch (Exception fault)
        {
            client.Dispose();
            if (fault is AuthenticationException)
            {
                throw MailException.Of(MailError.LogonFailed.As("Server"), fault, Server, Credential.UserName);
            }

            throw IsOfServer(fault) ? FailureOf(fault) : fault;
        }
    }

    /// <summary>Whether an exception says that the connection or the server failed.</summary>
    internal static bool IsOfServer(Exception fault) => fault is SocketException or IOException or ProtocolException
        or CommandException or SslHandshakeException or NotSupportedException or TimeoutException;

    /// <summary>What a user sees of it.</summary>
    internal MailException FailureOf(Exception fault) => MailException.Of(
        MailError.ServerNotFound.As("Copy"), fault, Server, MailText.Literal($"{fault.Message}"));

    private SecureSocketOptions OptionsOf() => TlsMode switch
    {
        TlsMode.None => SecureSocketOptions.None,
        TlsMode.StartTls => SecureSocketOptions.StartTls,
        TlsMode.Auto when EffectivePort == 143 => SecureSocketOptions.StartTls,
        _ => SecureSocketOptions.SslOnConnect,
    };
}
