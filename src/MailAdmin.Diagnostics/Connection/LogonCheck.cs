using System.Net;
using MailAdmin.Diagnostics.Replies;
using MailKit;
using MailKit.Security;

namespace MailAdmin.Diagnostics.Connection;

/// <summary>Logs on with the password that was given: once, with one mechanism.</summary>
internal sealed class LogonCheck() : ConnectionCheck(MailTestLayer.Logon)
{
    public override CheckOutcome? ReasonToSkip(ConnectionContext context)
    {
        if (context.Greeting is null)
        {
            return CheckOutcome.Skip("NoGreeting");
        }

        if (context.Request.Credential is null)
        {
            return CheckOutcome.Skip("NoCredential");
        }

        return context.MaySendPassword ? null : CheckOutcome.Skip("NotTrusted");
    }

    public override async Task<CheckOutcome> RunAsync(ConnectionContext context, CancellationToken cancellationToken)
    {
        NetworkCredential credential = context.Request.Credential!;
        context.Transcript.Hide(credential.Password);
        MailClient client = await context.OpenClientAsync(cancellationToken);
        bool isInsideTls = context.Connection!.Tls is not null;
        string? mechanism = client.ChooseMechanism(isInsideTls);
        if (mechanism is null && !client.AcceptsPlainCommand)
        {
            return !isInsideTls && (client.OffersStartTls || client.IsLoginDisabled)
                ? CheckOutcome.Fail(MailTestCode.LogonNeedsTls, client.OffersStartTls ? "" : "Elsewhere")
                : WithoutMechanism(context, client.IsLoginDisabled);
        }

        CheckOutcome passed =
            CheckOutcome.Pass("Logon", ("user", credential.UserName), ("mechanism", mechanism ?? "Plain"));
        try
        {
            await client.LogOnAsync(mechanism, credential, cancellationToken);
            context.IsLoggedOn = true;
            return passed;
        }
        catch (Exception e) when (e is AuthenticationException or CommandException or NotSupportedException)
        {
            CheckOutcome refusal = LogonRefusal
                .Explain(context.Request.Protocol, context.Transcript.LastReply, isInsideTls)
                .With(("user", credential.UserName));
            if (refusal.Code != MailTestCode.MailboxLocked)
            {
                return refusal.Code == MailTestCode.LogonFailed
                    ? refusal with { Variant = LogonProvider.Of(context.Request.Server) }
                    : refusal;
            }

            // POP3 opens the mailbox as part of the logon: the password was right. RFC 2449 §8.1.1
            context.IsLoggedOn = true;
            context.MailboxRefusal = refusal;
            return passed;
        }
    }

    private static CheckOutcome WithoutMechanism(ConnectionContext context, bool isLoginDisabled) => CheckOutcome.Fail(
        MailTestCode.LogonMechanismUnsupported,
        context.Request.Protocol == MailProtocol.Smtp ? "Smtp" : isLoginDisabled ? "LoginDisabled" : "",
        ("user", context.Request.Credential!.UserName),
        ("answer", ServerReply.OneLine(context.Transcript.LastReply)));
}
