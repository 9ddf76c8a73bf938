using System.Net;
using MailAdmin.Diagnostics.Replies;
using MailKit;
using MailKit.Security;

namespace MailAdmin.Diagnostics.Connection;

/// <summary>Logs on with the password that was given: once, with one mechanism.</summary>
internal sealed class LogonCheck : IConnectionCheck
{
    public MailTestLayer Layer => MailTestLayer.Logon;

    public CheckOutcome? ReasonToSkip(ConnectionContext context)
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

    public async Task<CheckOutcome> RunAsync(ConnectionContext context, CancellationToken cancellationToken)
    {
        NetworkCredential credential = context.Request.Credential!;
        context.Transcript.Hide(credential.Password);
        MailClient client = await context.OpenClientAsync(cancellationToken);
        bool insideTls = context.Connection!.Tls is not null;
        string? mechanism = client.ChooseMechanism(insideTls);
        if (mechanism is null && !client.TakesPlainCommand)
        {
            return WithoutMechanism(context, client, insideTls);
        }

        try
        {
            await client.LogOnAsync(mechanism, credential, cancellationToken);
            context.IsLoggedOn = true;
            return CheckOutcome.Pass("Logon", ("user", credential.UserName), ("mechanism", mechanism ?? "Plain"));
        }
        catch (Exception e) when (e is AuthenticationException or CommandException or NotSupportedException)
        {
            CheckOutcome outcome = LogonRefusal.Explain(context.Request.Protocol, context.Transcript.LastAnswer)
                .With(("user", credential.UserName));
            if (outcome.Code == MailTestCode.LogonFailed)
            {
                return outcome with { Variant = LogonProvider.Of(context.Request.Server) };
            }

            if (outcome.Code != MailTestCode.MailboxLocked)
            {
                return outcome;
            }

            // POP3 opens the mailbox as part of the logon: the password was right. RFC 2449 §8.1.1
            context.IsLoggedOn = true;
            context.MailboxRefusal = outcome;
            return CheckOutcome.Pass("Logon", ("user", credential.UserName), ("mechanism", mechanism ?? "Plain"));
        }
    }

    private static CheckOutcome WithoutMechanism(ConnectionContext context, MailClient client, bool insideTls)
    {
        if (!insideTls && client.OffersStartTls)
        {
            return CheckOutcome.Fail(MailTestCode.LogonNeedsTls);
        }

        string variant = context.Request.Protocol == MailProtocol.Smtp ? "Smtp" : "";
        return CheckOutcome.Fail(
            MailTestCode.LogonMechanismUnsupported, variant,
            ("user", context.Request.Credential!.UserName), ("answer", ServerReply.OneLine(context.Transcript.LastAnswer)));
    }
}
