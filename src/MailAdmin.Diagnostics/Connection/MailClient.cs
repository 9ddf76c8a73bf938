using System.Text;
using MailAdmin.Diagnostics.Wire;
using MailKit;
using MailKit.Security;

namespace MailAdmin.Diagnostics.Connection;

/// <summary>MailKit on a connection that the checks below have opened, made safe and greeted.</summary>
internal abstract class MailClient(Transcript transcript) : IDisposable
{
    // A password that travels once inside TLS is judged as most mail programs send it; without TLS it must not travel.
    private static readonly string[] PreferredInsideTls = ["PLAIN", "LOGIN", "SCRAM-SHA-256", "SCRAM-SHA-1", "CRAM-MD5"];
    private static readonly string[] PreferredInTheClear = ["SCRAM-SHA-256", "SCRAM-SHA-1", "CRAM-MD5", "PLAIN", "LOGIN"];

    public Transcript Transcript { get; } = transcript;

    /// <summary>Whether there is a command for user name and password beside SASL, and the server takes it now.</summary>
    public abstract bool TakesPlainCommand { get; }

    /// <summary>Whether the server offers to start TLS.</summary>
    public abstract bool OffersStartTls { get; }

    protected abstract IMailService Service { get; }

    public static MailClient Create(MailProtocol protocol, Transcript transcript) => protocol switch
    {
        MailProtocol.Pop3 => new Pop3MailClient(transcript),
        MailProtocol.Imap => new ImapMailClient(transcript),
        _ => new SmtpMailClient(transcript),
    };

    /// <summary>The one mechanism to try; null: there is none in common. One, because each failure counts against the account.</summary>
    public string? ChooseMechanism(bool insideTls) =>
        (insideTls ? PreferredInsideTls : PreferredInTheClear).FirstOrDefault(Service.AuthenticationMechanisms.Contains);

    /// <summary>Gives MailKit the connection, and the greeting again that was read from it.</summary>
    public async Task TakeOverAsync(ConnectionContext context, CancellationToken cancellationToken)
    {
        ProbeConnection connection = context.Connection!;
        byte[] greeting = Encoding.Latin1.GetBytes(GreetingFor(context) + "\r\n");
        Transcript.SkipServer(greeting.Length);
        var stream = new ReplayStream(greeting, connection.Stream);
        await Service.ConnectAsync(stream, context.Request.Server, context.Request.Port, SecureSocketOptions.None, cancellationToken);
    }

    public async Task LogOnAsync(string? mechanism, System.Net.NetworkCredential credential, CancellationToken cancellationToken)
    {
        if (mechanism is not null)
        {
            await Service.AuthenticateAsync(SaslMechanism.Create(mechanism, credential)!, cancellationToken);
            return;
        }

        Service.AuthenticationMechanisms.Clear();
        await Service.AuthenticateAsync(Encoding.UTF8, credential, cancellationToken);
    }

    /// <summary>Looks at what is behind the logon; changes nothing.</summary>
    public abstract Task<CheckOutcome> CheckMailboxAsync(ConnectionContext context, CancellationToken cancellationToken);

    public void Dispose()
    {
        Service.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>After a handshake the server says nothing again, and what it said in the clear counts no more.</summary>
    private static string GreetingFor(ConnectionContext context)
    {
        bool upgraded = context.Mode == TlsMode.StartTls && context.Connection!.Tls is not null;
        return upgraded && context.Request.Protocol == MailProtocol.Imap ? "* OK ready" : context.Greeting!;
    }
}
