using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace MailAdmin.Server.Outbound.Smtp;

/// <summary>
/// Greeting, EHLO, TLS and logon with another server. RFC 5321 §3.1, §3.2; RFC 3207 §4; RFC 8314 §3.3; RFC 4954 §4; RFC 8689 §4.2.1
/// </summary>
internal sealed class SessionOpening(SmtpStream stream, SessionTarget target, SmtpTimeouts timeouts)
{
    /// <summary>What is offered in the end.</summary>
    public ServerExtensions Offer { get; private set; } = new([]);

    /// <summary>Whether the server's certificate proves its name.</summary>
    public bool IsVerified { get; private set; }

    /// <exception cref="SmtpFailure">It did not come to a session.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (target.IsImplicitTls)
        {
            await SecureAsync(cancellationToken);
        }

        Expect(await stream.ReadReplyAsync(timeouts.Greeting, cancellationToken));
        await HelloAsync(cancellationToken);
        if (stream.Tls is null && target.Tls != TlsPolicy.None && Offer.Has("STARTTLS"))
        {
            await StartTlsAsync(cancellationToken);
        }

        if (target.NeedsVerifiedTls && !IsVerified)
        {
            throw NoTls("The server offers no TLS, which is required");
        }

        if (target.Tls == TlsPolicy.RequireTls && !Offer.Has("REQUIRETLS"))
        {
            throw NoTls("The message requires TLS on its whole way, which the server does not offer");
        }

        if (target.Logon is { } logon)
        {
            await LogOnAsync(logon, cancellationToken);
        }
    }

    private async Task HelloAsync(CancellationToken cancellationToken)
    {
        RemoteReply reply = await AskAsync("EHLO " + target.HelloName, cancellationToken);
        if (reply.IsPermanent)
        {
            Offer = new ServerExtensions([]);
            Expect(await AskAsync("HELO " + target.HelloName, cancellationToken));
            return;
        }

        Expect(reply);
        Offer = new ServerExtensions(reply.Lines.Skip(1));
    }

    private async Task StartTlsAsync(CancellationToken cancellationToken)
    {
        RemoteReply reply = await AskAsync("STARTTLS", cancellationToken);
        if (reply.Code == 421)
        {
            Expect(reply);
        }

        if (reply.Code != 220)
        {
            // "454 TLS not available": without it, unless it is needed.
            return;
        }

        await SecureAsync(cancellationToken);

        // What was said in plain text is forgotten. RFC 3207 §4.2
        await HelloAsync(cancellationToken);
    }

    private async Task SecureAsync(CancellationToken cancellationToken)
    {
        SslPolicyErrors errors = SslPolicyErrors.None;
        SslClientAuthenticationOptions options = new()
        {
            TargetHost = target.Host,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            RemoteCertificateValidationCallback = (_, _, _, found) =>
            {
                errors = found;
                return found == SslPolicyErrors.None || !target.NeedsVerifiedTls;
            },
        };
        if (target.TrustedRoots is { } roots)
        {
            options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(roots);
        }

        try
        {
            await stream.SecureAsync(options, timeouts.Command, cancellationToken);
        }
        catch (AuthenticationException failure)
        {
            throw errors != SslPolicyErrors.None && target.NeedsVerifiedTls
                ? NoTls($"The certificate of the server does not prove that it is {target.Host} ({errors})", failure)
                : HandshakeFailed(failure);
        }
        catch (SmtpFailure failure) when (failure.Kind == SmtpFailureKind.Connection && !target.IsImplicitTls)
        {
            // A server that cannot make the handshake often just hangs up.
            throw HandshakeFailed(failure);
        }

        IsVerified = errors == SslPolicyErrors.None;
    }

    private async Task LogOnAsync(SmtpLogon logon, CancellationToken cancellationToken)
    {
        // No password without TLS, whatever the server asks for.
        if (stream.Tls is null)
        {
            throw NoTls("The server offers no TLS, without which no password is sent");
        }

        RemoteReply? reply = null;
        if (Offer.Mechanisms.Contains("SCRAM-SHA-256"))
        {
            reply = await ScramAsync(logon, cancellationToken);
        }
        else if (Offer.Mechanisms.Contains("PLAIN"))
        {
            reply = await AskAsync("AUTH PLAIN " + Encode($"\0{logon.UserName}\0{logon.Password}"), cancellationToken);
        }
        else if (Offer.Mechanisms.Contains("LOGIN"))
        {
            reply = await AskAsync("AUTH LOGIN", cancellationToken);
            reply = reply.Code == 334 ? await AskAsync(Encode(logon.UserName), cancellationToken) : reply;
            reply = reply.Code == 334 ? await AskAsync(Encode(logon.Password), cancellationToken) : reply;
        }

        if (reply?.Code != 235)
        {
            // The messages are not to blame; they wait until somebody has put the password right.
            throw new SmtpFailure(
                SmtpFailureKind.Logon, "4.7.8", reply is null ? "The server offers no way to log on that is known here" : "The server refused the logon", reply);
        }
    }

    private async Task<RemoteReply> ScramAsync(SmtpLogon logon, CancellationToken cancellationToken)
    {
        ScramClient scram = new(logon.UserName, logon.Password);
        RemoteReply reply = await AskAsync("AUTH SCRAM-SHA-256 " + Encode(scram.First), cancellationToken);
        if (reply.Code != 334)
        {
            return reply;
        }

        if (Decode(reply.Lines[0]) is not { } first || scram.Answer(first) is not { } answer)
        {
            throw new SmtpFailure(SmtpFailureKind.Logon, "4.7.8", "The server's part of SCRAM is not acceptable");
        }

        reply = await AskAsync(Encode(answer), cancellationToken);

        // The server's proof comes as a challenge with an empty answer, or with 235. RFC 4954 §4
        string? proof = reply.Code is 334 or 235 ? Decode(reply.Lines[0].Split(' ')[^1]) : null;
        if (reply.Code == 334)
        {
            reply = await AskAsync("", cancellationToken);
        }

        return reply.Code != 235 || (proof is not null && scram.Verifies(proof))
            ? reply
            : throw new SmtpFailure(SmtpFailureKind.Logon, "4.7.8", "The server could not prove that it knows the password");
    }

    private async Task<RemoteReply> AskAsync(string line, CancellationToken cancellationToken)
    {
        await stream.SendAsync(Encoding.UTF8.GetBytes(line + "\r\n"), timeouts.Command, cancellationToken);
        return await stream.ReadReplyAsync(timeouts.Command, cancellationToken);
    }

    private static void Expect(RemoteReply reply)
    {
        if (!reply.IsPositive)
        {
            throw new SmtpFailure(SmtpFailureKind.Refused, reply.StatusOr("3.2"), "The server refused service", reply);
        }
    }

    private SmtpFailure HandshakeFailed(Exception cause) => target.NeedsVerifiedTls
        ? new SmtpFailure(SmtpFailureKind.Tls, "4.7.5", "The TLS handshake failed", cause: cause)
        : new SmtpFailure(SmtpFailureKind.OptionalTls, "4.7.5", "The TLS handshake failed", cause: cause);

    private SmtpFailure NoTls(string reason, Exception? cause = null) => target.Tls == TlsPolicy.RequireTls
        ? new SmtpFailure(SmtpFailureKind.RequireTls, "5.7.30", reason, cause: cause)
        : new SmtpFailure(SmtpFailureKind.Tls, "4.7.5", reason, cause: cause);

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string? Decode(string text)
    {
        byte[] octets = new byte[text.Length];
        return Convert.TryFromBase64String(text, octets, out int written) ? Encoding.UTF8.GetString(octets, 0, written) : null;
    }
}
