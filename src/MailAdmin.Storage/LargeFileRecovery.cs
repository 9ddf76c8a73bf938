using System.Buffers;
using MailAdmin.Contracts;
using MailAdmin.Storage.Commit;
using MailAdmin.Storage.Content;
using MailAdmin.Storage.Disk;
using MailAdmin.Storage.Log;
using MailAdmin.Texts;

namespace MailAdmin.Storage;

/// <summary>
/// Gives back files in mail/large that no record names. Where what is left of a damaged record says whose message it
/// was, it is appended to that mailbox, or to INBOX when the mailbox is gone; else the file moves to lost+found. No
/// file is destroyed.
/// </summary>
internal sealed class LargeFileRecovery(
    StoreLayout layout, StoreState state, LargeFiles files, DamagedRecords damaged, IMailboxes mailboxes)
{
    private const int PieceLength = 1 << 16;

    /// <summary>Recovers the message in a file. Returns the finding with what became of it.</summary>
    public async Task<MailStoreFinding> RecoverAsync(MailStoreFinding finding, CancellationToken cancellationToken)
    {
        // Searched again: the file may have been recovered or removed meanwhile.
        ulong name = files.FindOrphans(state.Bodies).FirstOrDefault(name => layout.LargeFile(name) == finding.Target);
        if (name == 0)
        {
            return finding with { Repaired = !File.Exists(finding.Target) };
        }

        try
        {
            MailText text = await TryDeliverAsync(name, cancellationToken) ?? MoveToLost(name);
            return StoreFindings.LargeFileRecovered(finding.Target, text);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StorageErrors.Translate(exception, finding.Target);
        }
    }

    private async Task<MailText?> TryDeliverAsync(ulong name, CancellationToken cancellationToken)
    {
        await using MessageSpool spool = mailboxes.CreateSpool();
        uint checksum = await CopyAsync(layout.LargeFile(name), spool, cancellationToken);
        (AccountRecord Account, MailboxId Mailbox)[] owners =
            [.. damaged.Find(name, spool.Length, checksum).Select(FindMailbox).OfType<(AccountRecord, MailboxId)>()];
        if (owners.Length == 0)
        {
            return null;
        }

        NewMessage message = new(spool, default, File.GetLastWriteTimeUtc(layout.LargeFile(name)));
        try
        {
            await mailboxes.AppendAsync(
                [.. owners.Select(owner => new AppendRequest(message, owner.Mailbox, NamedFlags.None))],
                0,
                cancellationToken);
        }
        catch (MailException exception)
            when (exception.Error is MailError.OverQuota or MailError.MessageLargerThanQuota
                or MailError.MailboxNotFound or MailError.AccountNotFound)
        {
            // A full account cannot take it, and the others must not wait for that one.
            return null;
        }

        files.Remove(name);
        string addresses = string.Join(", ", owners.Select(owner => owner.Account.Address).Distinct());
        return MailText.Of("Finding.LargeFileOrphaned.Recovered", addresses);
    }

    private (AccountRecord, MailboxId)? FindMailbox(LostEntry entry)
    {
        AccountId id = new(entry.Account);
        if (state.Directory.Current.FindAccount(id) is not { } record
            || state.Accounts.Find(entry.Account) is not { } account)
        {
            return null;
        }

        lock (account.Gate)
        {
            bool isThere = account.Mailboxes.Find(entry.Mailbox) is not null;
            return (record, isThere ? new MailboxId(id, entry.Mailbox) : MailboxId.InboxOf(id));
        }
    }

    private MailText MoveToLost(ulong name)
    {
        StorePlatform.CreateFolder(layout.LostFolder);
        string source = layout.LargeFile(name);
        string target = Path.Combine(layout.LostFolder, Path.GetFileName(source));
        File.Move(source, target);
        StorePlatform.SyncFolder(layout.LostFolder);
        StorePlatform.SyncFolder(layout.Root);
        StorePlatform.SyncFolder(layout.LargeFolder);
        return MailText.Of("Finding.LargeFileOrphaned.Moved", target);
    }

    private static async Task<uint> CopyAsync(string path, MessageSpool target, CancellationToken cancellationToken)
    {
        byte[] piece = ArrayPool<byte>.Shared.Rent(PieceLength);
        uint checksum = 0;
        try
        {
            await using FileStream source = new(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            while (await source.ReadAsync(piece.AsMemory(0, PieceLength), cancellationToken) is > 0 and int count)
            {
                checksum = Crc32C.Append(checksum, piece.AsSpan(0, count));
                await target.WriteAsync(piece.AsMemory(0, count), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }

        await target.CompleteAsync(cancellationToken);
        return checksum;
    }
}
