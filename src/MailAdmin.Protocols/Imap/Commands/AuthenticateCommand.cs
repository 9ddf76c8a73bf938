using MailAdmin.Contracts;
using MailAdmin.Protocols.Imap.Session;
using MailAdmin.Protocols.Imap.Syntax;
using MailAdmin.Protocols.Imap.Wire;
using MailAdmin.Protocols.Sasl;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>AUTHENTICATE: logs on by a SASL mechanism. RFC 9051 §6.2.2, RFC 4959 (initial response)</summary>
internal static class AuthenticateCommand
{
    public static async ValueTask<ImapStatus> ExecuteAsync(
        ImapSession session, ImapArguments arguments, CancellationToken cancellationToken)
    {
        if (!session.Context.MayTakePassword)
        {
            return await session.RefuseLogonAsync(ImapReplies.PrivacyRequired);
        }

        if (!TryRead(arguments, out SaslMechanism? mechanism, out ReadOnlyMemory<byte>? initial))
        {
            return ImapReplies.BadArguments;
        }

        if (mechanism is null)
        {
            return ImapStatus.No("CANNOT", "Mechanism not offered");
        }

        var exchange = new SaslServer(mechanism, session.Context);
        SaslStep step = initial is { } response
            ? await exchange.StartAsync(response.Span, cancellationToken)
            : await exchange.StartAsync();
        while (step.Status == SaslStatus.Challenge)
        {
            session.Responses.Write($"+ {Convert.ToBase64String(step.Challenge.Span)}\r\n");
            if (await session.Reader.ReadContinuationAsync(session.WaitToken) is not { } line)
            {
                return ImapStatus.Bad("Not a response");
            }

            step = await exchange.ContinueAsync(line.Span, cancellationToken);
        }

        return step.Status switch
        {
            SaslStatus.Cancelled => ImapStatus.Bad("Authentication cancelled"),
            SaslStatus.NotAuthorized => await session.RefuseLogonAsync(ImapReplies.NotAuthorized),
            SaslStatus.Malformed => ImapStatus.Bad("Not a response of this mechanism"),
            _ => await session.FinishLogonAsync(new LogonOutcome(step.Account, step.Refusal)),
        };
    }

    // authenticate = "AUTHENTICATE" SP auth-type [SP initial-resp]
    private static bool TryRead(
        ImapArguments arguments, out SaslMechanism? mechanism, out ReadOnlyMemory<byte>? initial)
    {
        mechanism = null;
        initial = null;
        ImapReader reader = arguments.Read();
        if (!reader.TryReadSpace() || !reader.TryReadAtom(out ReadOnlySpan<byte> name))
        {
            return false;
        }

        mechanism = SaslMechanism.Find(SaslMechanism.All, name);
        if (reader.TryReadSpace())
        {
            initial = arguments.Text[reader.Position..];
            return !reader.AtEnd;
        }

        return reader.AtEnd;
    }
}
