namespace MailAdmin.Diagnostics.Connection;

/// <summary>Opens the mailbox after the logon, or asks whether the server accepts mail for an address.</summary>
internal sealed class MailboxCheck() : ConnectionCheck(MailTestLayer.Mailbox)
{
    public override CheckOutcome? ReasonToSkip(ConnectionContext context)
    {
        if (context.Greeting is null)
        {
            return CheckOutcome.Skip("NoGreeting");
        }

        bool needsLogon = context.Request.Protocol != MailProtocol.Smtp;
        if (needsLogon && !context.IsLoggedOn)
        {
            return CheckOutcome.Skip("NoLogon");
        }

        bool needsRecipient = context.Request.Protocol is MailProtocol.Smtp or MailProtocol.Submission;
        return needsRecipient && context.Request.Recipient is null ? CheckOutcome.Skip("NoRecipient") : null;
    }

    public override async Task<CheckOutcome> RunAsync(ConnectionContext context, CancellationToken cancellationToken)
    {
        if (context.MailboxRefusal is { } refusal)
        {
            context.Transcript.AddRemark($"said at the logon: {refusal.Values["answer"]}");
            return refusal;
        }

        MailClient client = await context.OpenClientAsync(cancellationToken);
        return await client.CheckMailboxAsync(context, cancellationToken);
    }
}
