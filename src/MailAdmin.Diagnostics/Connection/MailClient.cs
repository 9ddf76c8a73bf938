using System.Net;
using System.Text;
using MailAdmin.Diagnostics.Wire;
using MailKit;
using MailKit.Security;

namespace MailAdmin.Diagnostics.Connection;

/// <summary>MailKit on a connection that earlier checks have opened, protected by TLS and greeted.</summary>
internal abstract class MailClient(Transcript transcript) : IDisposable
{
    // Inside TLS a password is sent as most mail programs send it; without TLS it must not be readable.
    private static readonly string[] PreferredInsideTls =
        ["PLAIN", "LOGIN", "SCRAM-SHA-256", "SCRAM-SHA-1", "CRAM-MD5"];
    private static readonly string[] PreferredInTheClear =
        ["SCRAM-SHA-256", "SCRAM-SHA-1", "CRAM-MD5", "PLAIN", "LOGIN"];

    /// <summary>Whether the server accepts a command for user name and password beside SASL now.</summary>
    public abstract bool AcceptsPlainCommand { get; }

    public abstract bool OffersStartTls { get; }

    /// <summary>Whether the server says that it takes no LOGIN now. RFC 9051 §6.2.3</summary>
    public virtual bool IsLoginDisabled => false;

    protected Transcript Transcript { get; } = transcript;

    protected abstract IMailService Service { get; }

    public static MailClient Create(MailProtocol protocol, Transcript transcript) => protocol switch
    {
        MailProtocol.Pop3 => new Pop3MailClient(transcript),
        MailProtocol.Imap => new ImapMailClient(transcript),
        _ => new SmtpMailClient(transcript),
    };

    /// <summary>The one mechanism to try, since each failure counts; null when none is common.</summary>
    public string? ChooseMechanism(bool isInsideTls) =>
        (isInsideTls ? PreferredInsideTls : PreferredInTheClear).FirstOrDefault(
            Service.AuthenticationMechanisms.Contains);

    /// <summary>Gives MailKit the connection, and again the greeting that was read from it.</summary>
    public async Task TakeOverAsync(ConnectionContext context, CancellationToken cancellationToken)
    {
        ProbeConnection connection = context.Connection!;
        byte[] greeting = Encoding.Latin1.GetBytes(GreetingFor(context) + "\r\n");
        Transcript.SkipServer(greeting.Length);
        ProbeStream stream = new(connection.Stream, greeting);
        await Service.ConnectAsync(
            stream, context.Request.Server, context.Request.Port, SecureSocketOptions.None, cancellationToken);
    }

    public async Task LogOnAsync(string? mechanism, NetworkCredential credential, CancellationToken cancellationToken)
    {
        if (mechanism is not null)
        {
            await Service.AuthenticateAsync(SaslMechanism.Create(mechanism, credential)!, cancellationToken);
            return;
        }

        Service.AuthenticationMechanisms.Clear();
        await Service.AuthenticateAsync(Encoding.UTF8, credential, cancellationToken);
    }

    /// <summary>Checks what the logon gives access to, without changing anything.</summary>
    public abstract Task<CheckOutcome> CheckMailboxAsync(
        ConnectionContext context, CancellationToken cancellationToken);

    public void Dispose()
    {
        Service.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>An IMAP server does not repeat its greeting after STARTTLS.</summary>
    private static string GreetingFor(ConnectionContext context)
    {
        bool isUpgraded = context.Mode == TlsMode.StartTls && context.Connection!.Tls is not null;
        return isUpgraded && context.Request.Protocol == MailProtocol.Imap ? "* OK ready" : context.Greeting!;
    }
}
