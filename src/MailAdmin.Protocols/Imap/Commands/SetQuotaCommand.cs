using MailAdmin.Protocols.Imap.Session;
using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>SETQUOTA: only administrators set quotas, and not here. RFC 9208 §4.1.3</summary>
internal static class SetQuotaCommand
{
    public static ValueTask<ImapStatus> ExecuteAsync(
        ImapSession session, ImapArguments arguments, CancellationToken cancellationToken) =>
        ValueTask.FromResult(ImapStatus.No("NOPERM", "Only an administrator sets quotas"));
}
