using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace MailAdmin.Server.Outbound.Smtp;

/// <summary>
/// Greeting, EHLO, TLS and authentication with another server. RFC 5321 §3.1, §3.2; RFC 3207 §4; RFC 8314 §3.3; RFC
/// 4954 §4; RFC 8689 §4.2.1
/// </summary>
internal sealed class SessionOpening(SmtpStream stream, SessionTarget target)
{
    /// <summary>What the server offers after TLS.</summary>
    public ServerExtensions Extensions { get; private set; } = new([]);

    /// <summary>Whether the server's certificate proves its name.</summary>
    public bool IsVerified { get; private set; }

    /// <exception cref="SmtpFailure">The session could not be opened.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (target.IsImplicitTls)
        {
            await NegotiateTlsAsync(cancellationToken);
        }

        Expect(await stream.ReadReplyAsync(stream.Timeouts.Greeting, cancellationToken));
        await HelloAsync(cancellationToken);
        if (stream.Tls is null && target.Tls != TlsPolicy.None && Extensions.Has("STARTTLS"))
        {
            await StartTlsAsync(cancellationToken);
        }

        if (target.NeedsVerifiedTls && !IsVerified)
        {
            throw NoTls(WrittenReason.Of("Written.NoTls"));
        }

        if (target.Tls == TlsPolicy.RequireTls && !Extensions.Has("REQUIRETLS"))
        {
            throw NoTls(WrittenReason.Of("Written.NoRequireTls"));
        }

        if (target.Logon is { } logon)
        {
            await LogOnAsync(logon, cancellationToken);
        }
    }

    private async Task HelloAsync(CancellationToken cancellationToken)
    {
        RemoteReply reply = await ExchangeAsync("EHLO " + target.HelloName, cancellationToken);
        if (reply.IsPermanent)
        {
            Extensions = new ServerExtensions([]);
            Expect(await ExchangeAsync("HELO " + target.HelloName, cancellationToken));
            return;
        }

        Expect(reply);
        Extensions = new ServerExtensions(reply.Lines.Skip(1));
    }

    private async Task StartTlsAsync(CancellationToken cancellationToken)
    {
        RemoteReply reply = await ExchangeAsync("STARTTLS", cancellationToken);
        if (reply.Code == 421)
        {
            Expect(reply);
        }

        if (reply.Code != 220)
        {
            // "454 TLS not available": without it, unless it is needed.
            return;
        }

        await NegotiateTlsAsync(cancellationToken);

        // What the server offered in plain text does not count. RFC 3207 §4.2
        await HelloAsync(cancellationToken);
    }

    private async Task NegotiateTlsAsync(CancellationToken cancellationToken)
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
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(roots);
        }

        try
        {
            await stream.NegotiateTlsAsync(options, cancellationToken);
        }
        catch (AuthenticationException failure)
        {
            throw errors != SslPolicyErrors.None && target.NeedsVerifiedTls
                ? NoTls(WrittenReason.Of("Written.WrongCertificate", target.Host, errors), failure)
                : HandshakeFailed(failure);
        }
        catch (SmtpFailure failure) when (failure.Kind == SmtpFailureKind.Connection && !target.IsImplicitTls)
        {
            // A server that cannot negotiate TLS often just closes the connection.
            throw HandshakeFailed(failure);
        }

        IsVerified = errors == SslPolicyErrors.None;
    }

    private async Task LogOnAsync(SmtpLogon logon, CancellationToken cancellationToken)
    {
        // No password without TLS, whatever the server asks for.
        if (stream.Tls is null)
        {
            throw NoTls(WrittenReason.Of("Written.NoTlsForPassword"));
        }

        RemoteReply? reply = null;
        if (Extensions.Mechanisms.Contains("SCRAM-SHA-256"))
        {
            reply = await ScramAsync(logon, cancellationToken);
        }
        else if (Extensions.Mechanisms.Contains("PLAIN"))
        {
            reply = await ExchangeAsync(
                "AUTH PLAIN " + Encode($"\0{logon.UserName}\0{logon.Password}"), cancellationToken);
        }
        else if (Extensions.Mechanisms.Contains("LOGIN"))
        {
            reply = await ExchangeAsync("AUTH LOGIN", cancellationToken);
            reply = reply.Code == 334 ? await ExchangeAsync(Encode(logon.UserName), cancellationToken) : reply;
            reply = reply.Code == 334 ? await ExchangeAsync(Encode(logon.Password), cancellationToken) : reply;
        }

        if (reply?.Code != 235)
        {
            // The messages are valid; they wait until an administrator has corrected the password.
            string reason = reply is null
                ? WrittenReason.Of("Written.NoMechanism")
                : WrittenReason.Of("Written.LogonRefused");
            throw new SmtpFailure(SmtpFailureKind.Logon, "4.7.8", reason, reply);
        }
    }

    private async Task<RemoteReply> ScramAsync(SmtpLogon logon, CancellationToken cancellationToken)
    {
        ScramClient scram = new(logon.UserName, logon.Password);
        RemoteReply reply = await ExchangeAsync("AUTH SCRAM-SHA-256 " + Encode(scram.First), cancellationToken);
        if (reply.Code != 334)
        {
            return reply;
        }

        if (Decode(reply.Lines[0]) is not { } first || scram.Answer(first) is not { } answer)
        {
            throw new SmtpFailure(SmtpFailureKind.Logon, "4.7.8", WrittenReason.Of("Written.ScramInvalid"));
        }

        reply = await ExchangeAsync(Encode(answer), cancellationToken);

        // The server's proof comes as a challenge with an empty answer, or with 235. RFC 4954 §4
        string? proof = reply.Code is 334 or 235 ? Decode(reply.Lines[0].Split(' ')[^1]) : null;
        if (reply.Code == 334)
        {
            reply = await ExchangeAsync("", cancellationToken);
        }

        return reply.Code != 235 || (proof is not null && scram.Verifies(proof))
            ? reply
            : throw new SmtpFailure(
                SmtpFailureKind.Logon, "4.7.8", WrittenReason.Of("Written.ScramUnproven"));
    }

    private Task<RemoteReply> ExchangeAsync(string line, CancellationToken cancellationToken) =>
        stream.ExchangeAsync(line, stream.Timeouts.Command, cancellationToken);

    private static void Expect(RemoteReply reply)
    {
        if (!reply.IsPositive)
        {
            throw new SmtpFailure(
                SmtpFailureKind.Refused, reply.StatusOr("3.2"), WrittenReason.Of("Written.ServiceRefused"), reply);
        }
    }

    private SmtpFailure HandshakeFailed(Exception cause) => target.NeedsVerifiedTls
        ? new SmtpFailure(SmtpFailureKind.Tls, "4.7.5", WrittenReason.Of("Written.HandshakeFailed"), cause: cause)
        : new SmtpFailure(
            SmtpFailureKind.OptionalTls, "4.7.5", WrittenReason.Of("Written.HandshakeFailed"), cause: cause);

    private SmtpFailure NoTls(string reason, Exception? cause = null) => target.Tls == TlsPolicy.RequireTls
        ? new SmtpFailure(SmtpFailureKind.RequireTls, "5.7.30", reason, cause: cause)
        : new SmtpFailure(SmtpFailureKind.Tls, "4.7.5", reason, cause: cause);

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string? Decode(string text)
    {
        byte[] bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out int written)
            ? Encoding.UTF8.GetString(bytes, 0, written)
            : null;
    }
}
