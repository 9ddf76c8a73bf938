using MailAdmin.Contracts;
using MailAdmin.Protocols.Imap.Session;
using MailAdmin.Protocols.Imap.Syntax;
using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>
/// GETQUOTA: what a quota root uses and may use. RFC 9208 §4.1.1, §5.1 (STORAGE, in units of 1024 bytes)
/// </summary>
internal static class GetQuotaCommand
{
    private const int Unit = 1_024;

    public static async ValueTask<ImapStatus> ExecuteAsync(
        ImapSession session, ImapArguments arguments, CancellationToken cancellationToken)
    {
        ImapReader reader = arguments.Read();
        if (!reader.TryReadSpace() || !reader.TryReadAstring(out ReadOnlySpan<byte> root) || !reader.AtEnd)
        {
            return ImapReplies.BadArguments;
        }

        bool isAccount = root.IsEmpty;

        // All mailboxes of an account with a quota have the one root "".
        AccountUsage usage = await session.Mailboxes.GetUsageAsync(session.Account, cancellationToken);
        if (!isAccount || usage.Quota.IsUnlimited)
        {
            return ImapStatus.No("NONEXISTENT", "No such quota root");
        }

        Write(session, usage);
        return ImapStatus.Ok("GETQUOTA completed");
    }

    /// <summary>Writes the QUOTA response.</summary>
    public static void Write(ImapSession session, AccountUsage usage)
    {
        long used = (usage.UsedSize + Unit - 1) / Unit;
        session.Responses.Write(
            FormattableString.Invariant($"* QUOTA \"\" (STORAGE {used} {usage.Quota.Bytes / Unit})\r\n"));
    }
}
