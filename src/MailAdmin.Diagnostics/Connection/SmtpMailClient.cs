using MailAdmin.Diagnostics.Replies;
using MailAdmin.Diagnostics.Wire;
using MailKit;
using MailKit.Net.Smtp;

namespace MailAdmin.Diagnostics.Connection;

/// <summary>
/// SMTP: asks whether the server would take mail for an address, and takes the question back before any message
/// (RFC 5321 §4.1.1.5).
/// </summary>
internal sealed class SmtpMailClient(Transcript transcript) : MailClient(transcript)
{
    private readonly AskingSmtpClient client = new(transcript);

    public override bool TakesPlainCommand => false;

    public override bool OffersStartTls => client.Capabilities.HasFlag(SmtpCapabilities.StartTLS);

    protected override IMailService Service => client;

    public override async Task<CheckOutcome> CheckMailboxAsync(ConnectionContext context, CancellationToken cancellationToken)
    {
        EmailAddress recipient = context.Request.Recipient!;
        string sender = context.IsLoggedOn && EmailAddress.TryParse(context.Request.Credential?.UserName, out EmailAddress? user)
            ? user.ToMailboxString()
            : "";
        SmtpResponse answer = await client.AskAsync($"MAIL FROM:<{sender}>", cancellationToken);
        if (IsPositive(answer))
        {
            answer = await client.AskAsync($"RCPT TO:<{recipient.ToMailboxString()}>", cancellationToken);
        }

        if (!IsPositive(answer))
        {
            return DeliveryRefusal.Explain((int)answer.StatusCode, Transcript.LastAnswer);
        }

        await client.AskAsync("RSET", cancellationToken);
        return CheckOutcome.Pass("Recipient", ("recipient", recipient.ToString()));
    }

    private static bool IsPositive(SmtpResponse answer) => (int)answer.StatusCode is >= 200 and < 300;

    /// <summary>MailKit's client with the way to send single commands, which it keeps to those who derive from it.</summary>
    private sealed class AskingSmtpClient(IProtocolLogger logger) : SmtpClient(logger)
    {
        public Task<SmtpResponse> AskAsync(string command, CancellationToken cancellationToken) =>
            SendCommandAsync(command, cancellationToken);
    }
}
