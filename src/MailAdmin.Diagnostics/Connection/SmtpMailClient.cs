using MailAdmin.Diagnostics.Replies;
using MailAdmin.Diagnostics.Wire;
using MailKit;
using MailKit.Net.Smtp;

namespace MailAdmin.Diagnostics.Connection;

/// <summary>SMTP: asks whether the server accepts mail for an address, and sends RSET (RFC 5321 §4.1.1.5).</summary>
internal sealed class SmtpMailClient(Transcript transcript) : MailClient(transcript)
{
    private readonly CommandClient client = new(transcript);

    public override bool AcceptsPlainCommand => false;

    public override bool OffersStartTls => client.Capabilities.HasFlag(SmtpCapabilities.StartTLS);

    protected override IMailService Service => client;

    public override async Task<CheckOutcome> CheckMailboxAsync(
        ConnectionContext context, CancellationToken cancellationToken)
    {
        EmailAddress recipient = context.Request.Recipient!;
        string? user = context.IsLoggedOn ? context.Request.Credential?.UserName : null;
        string sender = EmailAddress.TryParse(user, out EmailAddress? address) ? address.ToMailboxString() : "";
        SmtpResponse reply = await client.SendAsync($"MAIL FROM:<{sender}>", cancellationToken);
        if (IsPositive(reply))
        {
            reply = await client.SendAsync($"RCPT TO:<{recipient.ToMailboxString()}>", cancellationToken);
        }

        if (!IsPositive(reply))
        {
            return DeliveryRefusal.Explain((int)reply.StatusCode, Transcript.LastReply);
        }

        await client.SendAsync("RSET", cancellationToken);
        return CheckOutcome.Pass("Recipient", ("recipient", recipient.ToString()));
    }

    private static bool IsPositive(SmtpResponse reply) => (int)reply.StatusCode is >= 200 and < 300;

    /// <summary>Opens MailKit's method for single commands, which is protected.</summary>
    private sealed class CommandClient(IProtocolLogger logger) : SmtpClient(logger)
    {
        public Task<SmtpResponse> SendAsync(string command, CancellationToken cancellationToken) =>
            SendCommandAsync(command, cancellationToken);
    }
}
