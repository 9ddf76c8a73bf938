using System.Runtime.CompilerServices;
using MailAdmin.Requests;
using MailAdmin.Server.Transfer.Files;
using MailAdmin.Texts;

namespace MailAdmin.Server.Transfer;

/// <summary>
/// Writes messages of a store to files: <c>path/address/…</c>, or <c>path/address.zip</c>. What an earlier run wrote is
/// not written again.
/// </summary>
public sealed class ContentExport(
    IMailAdministration store, MailContentFormat format, string path, TransferReport report)
{
    // Enough that a request costs little beside its messages.
    private const int BatchSize = 200;

    /// <summary>Exports what matches, and yields what was done with each folder.</summary>
    /// <exception cref="MailException">The store refuses, or files cannot be written.</exception>
    public async IAsyncEnumerable<MailContentTransfer> RunAsync(
        ContentFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ZipWriter? archive = null;
        string? account = null;
        try
        {
            await foreach (MailMailbox mailbox in store.StreamAsync(
                new GetMailboxes(filter.Account, filter.Folder), cancellationToken))
            {
                if (format == MailContentFormat.Zip && account != mailbox.Account)
                {
                    End(archive);
                    archive = new ZipWriter(Path.Combine(path, FolderPath.Encode(mailbox.Account) + ".zip"));
                    account = mailbox.Account;
                }

                yield return await ExportAsync(filter, mailbox, archive, cancellationToken);
            }

            End(archive);
        }
        finally
        {
            archive?.Dispose();
        }
    }

    private static void End(ZipWriter? archive)
    {
        try
        {
            archive?.Commit();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(archive!.Path, fault);
        }
    }

    private static MailException NotWritable(string file, Exception fault) => MailException.Of(
        MailError.InvalidArgument.As("FileNotWritable"), fault, file, PlatformReason.Of(fault));

    private async Task<MailContentTransfer> ExportAsync(
        ContentFilter filter, MailMailbox mailbox, ZipWriter? archive, CancellationToken cancellationToken)
    {
        using FolderWriter writer = Open(mailbox, archive);
        FolderCount count = new(mailbox.Account, mailbox.Name, writer.Path);
        try
        {
            // A name may look like a pattern; only the folder of this UIDVALIDITY is meant.
            FindContent query = new(
                filter with { Account = mailbox.Account, Folder = mailbox.Name, UidValidity = mailbox.UidValidity },
                WithFields: false);
            List<MailContent> batch = [];
            await foreach (MailContent message in store.StreamAsync(query, cancellationToken))
            {
                if (message.Folder != mailbox.Name)
                {
                    continue;
                }

                if (writer.Has(message))
                {
                    count.Skipped++;
                    continue;
                }

                batch.Add(message);
                if (batch.Count == BatchSize)
                {
                    await WriteAsync(writer, batch, count, cancellationToken);
                    batch.Clear();
                }
            }

            await WriteAsync(writer, batch, count, cancellationToken);
            writer.Commit();
            return count.ToResult();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(writer.Path, fault);
        }
    }

    private FolderWriter Open(MailMailbox mailbox, ZipWriter? archive)
    {
        string root = Path.Combine(path, FolderPath.Encode(mailbox.Account));
        try
        {
            return format switch
            {
                MailContentFormat.Eml => new EmlWriter(Path.Combine(root, FolderPath.Of(mailbox.Name))),
                MailContentFormat.Mbox => new MboxWriter(Path.Combine(root, FolderPath.Of(mailbox.Name) + ".mbox")),
                MailContentFormat.Maildir => new MaildirWriter(root, mailbox.Name),
                _ => archive!.Open(mailbox.Name),
            };
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw NotWritable(archive?.Path ?? root, fault);
        }
    }

    private async Task WriteAsync(
        FolderWriter writer, List<MailContent> batch, FolderCount count, CancellationToken cancellationToken)
    {
        if (batch.Count == 0)
        {
            return;
        }

        Dictionary<long, MailContent> messages = batch.ToDictionary(message => message.Uid);
        ReadContent request = new(
            batch[0].Account, batch[0].Folder, batch[0].UidValidity, [.. batch.Select(message => message.Uid)]);
        long current = 0;
        Stream? target = null;
        await foreach (ContentPiece piece in store.StreamAsync(request, cancellationToken))
        {
            MailContent message = messages[piece.Uid];
            if (piece.IsDamaged)
            {
                writer.Abandon();
                count.Failed++;
                string place = $"{message.Account}/{message.Folder}/{message.Uid}";
                report.Failed(place, MailException.Of(MailError.InvalidArgument.As("Damaged"), place));
                current = 0;
                continue;
            }

            if (piece.Uid != current)
            {
                target = writer.Begin(message);
                current = piece.Uid;
            }

            target!.Write(piece.Bytes.Span);
            if (piece.IsLast)
            {
                writer.Complete(message);
                count.Added++;
                count.Size += message.Size.Bytes;
                report.Advanced(1, message.Folder);
                current = 0;
            }
        }
    }
}
