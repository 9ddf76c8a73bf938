using System.Globalization;
using MailAdmin.Diagnostics.Wire;
using MailKit;
using MailKit.Net.Pop3;

namespace MailAdmin.Diagnostics.Connection;

/// <summary>POP3: the logon opens the mailbox; STAT says what is in it (RFC 1939 §5).</summary>
internal sealed class Pop3MailClient(Transcript transcript) : MailClient(transcript)
{
    private readonly Pop3Client client = new(transcript);

    // MailKit always says USER. What was heard last is the answer to CAPA; a server from before CAPA refuses it and takes
    // USER (RFC 1939 §7, RFC 2449 §6.1).
    public override bool TakesPlainCommand
    {
        get
        {
            string[] lines = Transcript.LastAnswer.Split('\n');
            return lines.Contains("USER", StringComparer.OrdinalIgnoreCase)
                || lines[0].StartsWith("-ERR", StringComparison.OrdinalIgnoreCase);
        }
    }

    public override bool OffersStartTls => client.Capabilities.HasFlag(Pop3Capabilities.StartTLS);

    protected override IMailService Service => client;

    public override Task<CheckOutcome> CheckMailboxAsync(ConnectionContext context, CancellationToken cancellationToken)
    {
        string count = client.Count.ToString(CultureInfo.InvariantCulture);
        return Task.FromResult(CheckOutcome.Pass("Mailbox", ("count", count)));
    }
}
