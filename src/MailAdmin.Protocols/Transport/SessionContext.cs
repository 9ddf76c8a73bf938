using MailAdmin.Contracts;

namespace MailAdmin.Protocols.Transport;

/// <summary>
/// What a listener gives each of its sessions, and what others may see of the session while it runs. The session writes
/// <see cref="Account"/>, <see cref="Client"/> and <see cref="LastCommand"/>; a list of sessions reads them.
/// </summary>
public sealed class SessionContext
{
    private volatile AccountRecord? account;
    private volatile string? client;
    private volatile string? lastCommand;

    /// <summary>The session's number; also the origin of its changes.</summary>
    public required long Id { get; init; }

    /// <summary>Smtp, Submission, Pop3 or Imap.</summary>
    public required MailProtocol Protocol { get; init; }

    /// <summary>The connection.</summary>
    public required MailTransport Transport { get; init; }

    /// <summary>Whether the first bytes are a TLS handshake.</summary>
    public required bool IsImplicitTls { get; init; }

    /// <summary>Whether passwords are accepted without TLS.</summary>
    public required bool AllowPlaintextLogin { get; init; }

    /// <summary>Whether submission over TLS offers SCRAM-SHA-256-PLUS.</summary>
    public bool OffersChannelBinding { get; init; }

    /// <summary>The name in the greeting.</summary>
    public required string HostName { get; init; }

    /// <summary>The limits.</summary>
    public required ServerLimits Limits { get; init; }

    /// <summary>Checks passwords.</summary>
    public required IAuthenticator Authenticator { get; init; }

    /// <summary>The mailboxes.</summary>
    public required IMailboxes Mailboxes { get; init; }

    /// <summary>Routing and delivery, for SMTP.</summary>
    public required IMailRouter Router { get; init; }

    /// <summary>The message trace.</summary>
    public required IMailTrace Trace { get; init; }

    /// <summary>When the connection was accepted.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>The account that is logged on; null before that.</summary>
    public AccountRecord? Account
    {
        get => account;
        set
        {
            account = value;
            if (value is not null)
            {
                LoggedOn?.Invoke(this);
            }
        }
    }

    /// <summary>
    /// Called when <see cref="Account"/> was set by a logon; it must not block. Null: nobody wants to know.
    /// </summary>
    public Action<SessionContext>? LoggedOn { get; init; }

    /// <summary>The name that the client gave, as it can be shown.</summary>
    public string? Client
    {
        get => client;
        set => client = value is null ? null : ShownText.Of(value);
    }

    /// <summary>The verb of the last command, never an argument.</summary>
    public string? LastCommand
    {
        get => lastCommand;
        set => lastCommand = value;
    }

    /// <summary>Whether a password may be accepted now.</summary>
    public bool MayTakePassword => Transport.IsEncrypted || AllowPlaintextLogin;
}
