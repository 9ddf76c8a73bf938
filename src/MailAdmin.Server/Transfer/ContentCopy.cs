using System.Runtime.CompilerServices;
using MailAdmin.Requests;
using MailAdmin.Server.Transfer.Files;
using MailAdmin.Texts;
using MailKit;
using MailKit.Net.Imap;

namespace MailAdmin.Server.Transfer;

/// <summary>
/// Copies the folders of a user of an IMAP server into an account: bytes, flags, keywords and dates. A later run copies
/// what is new; one that was interrupted, however, is continued without a message twice or missing: each batch is
/// recorded after the store has it, and what was not recorded is recognised by its bytes.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="source">The server.</param>
/// <param name="stateFolder">The folder for the record of what was copied.</param>
/// <param name="report">Who hears how it goes.</param>
public sealed class ContentCopy(
    IMailAdministration store, CopySource source, string stateFolder, TransferReport report)
{
    private const int BatchSize = 100;
    private readonly CopyRate rate = new();

    /// <summary>Copies, and yields what was done with each folder.</summary>
    /// <exception cref="MailException">ServerNotFound, LogonFailed, or what the store refuses.</exception>
    public async IAsyncEnumerable<MailContentTransfer> RunAsync(
        string account, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        MailSize limit = (await store.SendAsync(new GetStore(), cancellationToken)).MaxMessageSize;
        Dictionary<SpecialUse, string> special = await FindSpecialAsync(account, cancellationToken);
        using CopyState state = CopyState.Open(
            stateFolder, source.Server, source.EffectivePort, source.Credential.UserName, account);
        using ImapClient client = await source.ConnectAsync(cancellationToken);
        IReadOnlyList<IMailFolder> folders = await GuardAsync(() => ListAsync(client, cancellationToken));
        foreach (IMailFolder folder in folders)
        {
            string target = NameOf(folder, special);
            yield return await GuardAsync(() =>
                CopyAsync(folder, new Target(account, target, limit), state, cancellationToken));
        }

        await GuardAsync(async () =>
        {
            await client.DisconnectAsync(quit: true, cancellationToken);
            return true;
        });
    }

    private async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception fault) when (CopySource.IsOfServer(fault))
        {
            throw source.FailureOf(fault);
        }
    }

    // Folders that only show messages of others, as Gmail's All Mail, would double everything.
    private async Task<IReadOnlyList<IMailFolder>> ListAsync(ImapClient client, CancellationToken cancellationToken)
    {
        const FolderAttributes NotCopied = FolderAttributes.NoSelect | FolderAttributes.NonExistent
            | FolderAttributes.All | FolderAttributes.Flagged | FolderAttributes.Important;
        IList<IMailFolder> all = await client.GetFoldersAsync(
            client.PersonalNamespaces[0], StatusItems.Count, subscribedOnly: false, cancellationToken);
        IMailFolder[] folders =
        [
            .. all.Append(client.Inbox!).DistinctBy(folder => folder.FullName)
                .Where(folder => (folder.Attributes & NotCopied) == 0)
        ];
        rate.Total = folders.Sum(folder => (long)folder.Count);
        return folders;
    }

    private static SpecialUse UseOf(IMailFolder folder, string name) => folder.Attributes switch
    {
        var use when use.HasFlag(FolderAttributes.Sent) => SpecialUse.Sent,
        var use when use.HasFlag(FolderAttributes.Trash) => SpecialUse.Trash,
        var use when use.HasFlag(FolderAttributes.Junk) => SpecialUse.Junk,
        var use when use.HasFlag(FolderAttributes.Drafts) => SpecialUse.Drafts,
        var use when use.HasFlag(FolderAttributes.Archive) => SpecialUse.Archive,
        _ => SpecialFolders.UseOf(name),
    };

    // A folder with a purpose goes to that of the account, whatever their names are.
    private static string NameOf(IMailFolder folder, Dictionary<SpecialUse, string> special)
    {
        if (folder.FullName.Equals("INBOX", StringComparison.OrdinalIgnoreCase))
        {
            return "INBOX";
        }

        string name = folder.DirectorySeparator is '\0' or '/'
            ? folder.FullName
            : folder.FullName.Replace('/', '_').Replace(folder.DirectorySeparator, '/');
        return special.GetValueOrDefault(UseOf(folder, name)) ?? name;
    }

    private async Task<Dictionary<SpecialUse, string>> FindSpecialAsync(
        string account, CancellationToken cancellationToken)
    {
        Dictionary<SpecialUse, string> special = [];
        await foreach (MailMailbox mailbox in store.StreamAsync(new GetMailboxes(account, null), cancellationToken))
        {
            if (mailbox.SpecialUse is not (SpecialUse.None or SpecialUse.Inbox))
            {
                special.TryAdd(mailbox.SpecialUse, mailbox.Name);
            }
        }

        return special;
    }

    private async Task<MailContentTransfer> CopyAsync(
        IMailFolder folder, Target into, CopyState state, CancellationToken cancellationToken)
    {
        FolderCount count = new(into.Account, into.Folder, $"{source.Server}/{folder.FullName}");
        ContentAdded created = await store.SendAsync(
            new AddContent(into.Account, into.Folder, SpecialFolders.UseOf(into.Folder), []), cancellationToken);
        await folder.OpenAsync(FolderAccess.ReadOnly, cancellationToken);
        HashSet<uint> known = state.Find(folder.FullName, folder.UidValidity, created.UidValidity);
        using ContentTarget target = new(store, into.Account, into.Folder);
        if (folder.Count > 0)
        {
            IList<IMessageSummary> messages = await folder.FetchAsync(
                0,
                -1,
                MessageSummaryItems.UniqueId | MessageSummaryItems.Flags | MessageSummaryItems.InternalDate,
                cancellationToken);
            IMessageSummary[] wanted = [.. messages.Where(message => !known.Contains(message.UniqueId.Id))];
            count.Skipped += messages.Count - wanted.Length;
            rate.Total -= messages.Count - wanted.Length;
            foreach (IMessageSummary[] batch in wanted.Chunk(BatchSize))
            {
                List<uint> copied = await ReadAsync(folder, batch, into, target, count, cancellationToken);
                await target.FlushAsync(count, new TransferReport(report.Failed, Advance), cancellationToken);
                state.Add(
                    folder.FullName,
                    folder.UidValidity,
                    created.UidValidity,
                    [.. copied.Where(uid => !target.Refused.Contains(PlaceOf(folder, uid)))]);
            }
        }

        await folder.CloseAsync(expunge: false, cancellationToken);
        return count.ToResult();
    }

    private void Advance(int messages, string folder) => report.Advanced(messages, rate.Advance(messages, folder));

    private string PlaceOf(IMailFolder folder, uint uid) => $"{source.Server}/{folder.FullName}/{uid}";

    // One command for all: a round trip for each would take most of the time.
    private async Task<List<uint>> ReadAsync(
        IMailFolder folder,
        IMessageSummary[] batch,
        Target into,
        ContentTarget target,
        FolderCount count,
        CancellationToken cancellationToken)
    {
        Dictionary<uint, IMessageSummary> byUid = batch.ToDictionary(message => message.UniqueId.Id);
        List<uint> copied = [];
        await ((IImapFolder)folder).GetStreamsAsync(
            [.. batch.Select(message => message.UniqueId)],
            async (_, _, uid, stream, _) =>
            {
                if (!byUid.Remove(uid.Id, out IMessageSummary? message))
                {
                    return;
                }

                MessageBody body = new(PlaceOf(folder, uid.Id), into.Limit);
                try
                {
                    await WriteAsync(stream, body, cancellationToken);
                    body.Complete();
                    target.Add(body, message.InternalDate ?? DateTimeOffset.UnixEpoch, FlagsOf(message));
                    copied.Add(uid.Id);
                }
                catch (MailException refusal) when (refusal.Error == MailError.InvalidArgument)
                {
                    body.Dispose();
                    count.Failed++;
                    report.Failed(body.Place, refusal);
                }
            },
            cancellationToken);
        return copied;
    }

    private static async Task WriteAsync(Stream stream, MessageBody body, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[64 << 10];
        for (int count = await stream.ReadAsync(buffer, cancellationToken);
            count > 0;
            count = await stream.ReadAsync(buffer, cancellationToken))
        {
            body.Write(buffer.AsSpan(0, count));
        }
    }

    private static List<string> FlagsOf(IMessageSummary message)
    {
        MessageFlags flags = message.Flags ?? MessageFlags.None;
        MessageFlags[] kept =
        [
            MessageFlags.Seen, MessageFlags.Answered, MessageFlags.Flagged, MessageFlags.Deleted, MessageFlags.Draft
        ];
        return [.. kept.Where(flag => flags.HasFlag(flag)).Select(flag => "\\" + flag), .. message.Keywords];
    }

    private sealed record Target(string Account, string Folder, MailSize Limit);
}
