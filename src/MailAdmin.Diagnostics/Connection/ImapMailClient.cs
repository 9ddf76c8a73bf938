using MailAdmin.Diagnostics.Replies;
using MailAdmin.Diagnostics.Wire;
using MailKit;
using MailKit.Net.Imap;

namespace MailAdmin.Diagnostics.Connection;

/// <summary>IMAP: opens INBOX for reading and asks for its quota (RFC 9208 §4.1.2).</summary>
internal sealed class ImapMailClient(Transcript transcript) : MailClient(transcript)
{
    private readonly ImapClient client = new(transcript);

    public override bool AcceptsPlainCommand => !IsLoginDisabled;

    public override bool IsLoginDisabled => client.Capabilities.HasFlag(ImapCapabilities.LoginDisabled);

    public override bool OffersStartTls => client.Capabilities.HasFlag(ImapCapabilities.StartTLS);

    protected override IMailService Service => client;

    public override async Task<CheckOutcome> CheckMailboxAsync(
        ConnectionContext context, CancellationToken cancellationToken)
    {
        try
        {
            await client.Inbox!.OpenAsync(FolderAccess.ReadOnly, cancellationToken);
        }
        catch (ImapCommandException)
        {
            return MailboxRefusal.Explain(Transcript.LastReply);
        }

        return await FindQuotaAsync(cancellationToken) is { } quota && quota.Used >= quota.Limit
            ? CheckOutcome.Fail(
                MailTestCode.MailboxFull,
                ("used", new MailSize(quota.Used * 1024).ToString()),
                ("limit", new MailSize(quota.Limit * 1024).ToString()))
            : CheckOutcome.Pass("Mailbox", ("count", $"{client.Inbox.Count}"));
    }

    private async Task<(long Used, long Limit)?> FindQuotaAsync(CancellationToken cancellationToken)
    {
        if (!client.Capabilities.HasFlag(ImapCapabilities.Quota))
        {
            return null;
        }

        try
        {
            FolderQuota quota = await client.Inbox!.GetQuotaAsync(cancellationToken);
            return quota is { StorageLimit: { } limit, CurrentStorageSize: { } used } ? (used, limit) : null;
        }
        catch (ImapCommandException)
        {
            // A server may offer quotas and still refuse to give this one.
            return null;
        }
    }
}
