using System.Runtime.CompilerServices;
using MailAdmin.Requests;
using MailAdmin.Server.Transfer.Files;
using MailAdmin.Texts;
using MimeKit.Utils;

namespace MailAdmin.Server.Transfer;

/// <summary>Reads messages from files into an account. What is there already is not added again.</summary>
public sealed class ContentImport(
    IMailAdministration store, MboxVariant variant, TransferReport report, TimeProvider timeProvider)
{
    private const int MaxHeader = 64 << 10;

    /// <summary>Imports a path, and yields what was done with each folder.</summary>
    /// <param name="account">The address of the account.</param>
    /// <param name="path">A file or a folder.</param>
    /// <param name="folder">
    /// The folder for messages that the source has in none; the others go below it. Null: INBOX, and the others where
    /// the source has them.
    /// </param>
    /// <param name="cancellationToken">Ends it; what is added stays.</param>
    /// <exception cref="MailException">The path cannot be read, or the store takes no more messages.</exception>
    public async IAsyncEnumerable<MailContentTransfer> RunAsync(
        string account, string path, string? folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        MailSize limit = (await store.SendAsync(new GetStore(), cancellationToken)).MaxMessageSize;
        using IEnumerator<SourceFolder> folders = Guard(path, () => Open(path).GetEnumerator());
        while (Guard(path, folders.MoveNext))
        {
            SourceFolder source = folders.Current;
            yield return await ImportAsync(account, NameOf(source.Name, folder), source, limit, cancellationToken);
        }
    }

    private static string NameOf(string name, string? parent)
    {
        string own = name.Equals("INBOX", StringComparison.OrdinalIgnoreCase) ? "INBOX" : name;
        return own.Length == 0 ? parent ?? "INBOX" : parent is null ? own : parent + "/" + own;
    }

    private static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw NotReadable(path, fault);
        }
    }

    private static MailException NotReadable(string path, Exception fault) => MailException.Of(
        MailError.InvalidArgument.As("FileNotReadable"),
        fault,
        path,
        fault is IOException or UnauthorizedAccessException ? PlatformReason.Of(fault) : fault.Message);

    private IEnumerable<SourceFolder> Open(string path) => File.Exists(path) && ZipReader.IsZip(path)
        ? ZipReader.Read(path, report.Failed)
        : new FileTree(variant, report.Failed).Read(path);

    private async Task<MailContentTransfer> ImportAsync(
        string account, string folder, SourceFolder source, MailSize limit, CancellationToken cancellationToken)
    {
        FolderCount count = new(account, folder, source.Path);
        using ContentTarget target = new(store, account, folder);
        using IEnumerator<SourceMessage> messages = source.Messages.GetEnumerator();
        while (MoveNext(messages, source.Path, count))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Read(messages.Current, limit, target, count);
            if (target.IsFull)
            {
                await target.FlushAsync(count, report, cancellationToken);
            }
        }

        await target.FlushAsync(count, report, cancellationToken);
        return count.ToResult();
    }

    // A file that cannot be read must not end the others.
    private bool MoveNext(IEnumerator<SourceMessage> messages, string path, FolderCount count)
    {
        try
        {
            return Guard(path, messages.MoveNext);
        }
        catch (MailException unreadable) when (unreadable.Error == MailError.InvalidArgument)
        {
            count.Failed++;
            report.Failed(path, unreadable);
            return false;
        }
    }

    private void Read(SourceMessage message, MailSize limit, ContentTarget target, FolderCount count)
    {
        MessageBody body = new(message.Place, limit);
        try
        {
            SourceFacts facts = Guard(message.Place, () => message.Read(body));
            body.Complete();
            target.Add(body, facts.Date ?? DateOf(body) ?? facts.FileDate ?? timeProvider.GetUtcNow(), facts.Flags);
        }
        catch (MailException unreadable) when (
            unreadable is { Error: MailError.InvalidArgument, Variant: not "ArchiveTooLarge" })
        {
            body.Dispose();
            count.Failed++;
            report.Failed(message.Place, unreadable);
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    // The first Date field of the header, of files that say nothing else about it.
    private static DateTimeOffset? DateOf(MessageBody body)
    {
        ReadOnlySpan<byte> rest = body.Read(0, MaxHeader);
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = (end < 0 ? rest : rest[..end]).TrimEnd("\r"u8);
            if (line.IsEmpty)
            {
                return null;
            }

            if (line.Length > 5 && System.Text.Ascii.EqualsIgnoreCase(line[..5], "Date:"u8)
                && DateUtils.TryParse(line[5..].ToArray(), out DateTimeOffset date))
            {
                return date;
            }

            rest = end < 0 ? default : rest[(end + 1)..];
        }

        return null;
    }
}
