using MailAdmin.Diagnostics.Wire;
using MailKit;
using MailKit.Net.Pop3;

namespace MailAdmin.Diagnostics.Connection;

/// <summary>POP3: the logon opens the mailbox; STAT gives the number of messages (RFC 1939 §5).</summary>
internal sealed class Pop3MailClient(Transcript transcript) : MailClient(transcript)
{
    private readonly Pop3Client client = new(transcript);

    // MailKit always reports USER. The last reply is that to CAPA; a server older than CAPA refuses it and accepts USER
    // (RFC 1939 §7, RFC 2449 §6.1).
    public override bool AcceptsPlainCommand
    {
        get
        {
            string[] lines = Transcript.LastReply.Split('\n');
            return lines.Contains("USER", StringComparer.OrdinalIgnoreCase)
                || lines[0].StartsWith("-ERR", StringComparison.OrdinalIgnoreCase);
        }
    }

    public override bool OffersStartTls => client.Capabilities.HasFlag(Pop3Capabilities.StartTLS);

    protected override IMailService Service => client;

    public override Task<CheckOutcome> CheckMailboxAsync(
        ConnectionContext context, CancellationToken cancellationToken) =>
        Task.FromResult(CheckOutcome.Pass("Mailbox", ("count", $"{client.Count}")));
}
