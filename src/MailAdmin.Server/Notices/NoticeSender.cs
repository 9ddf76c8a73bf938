using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Server.Reports;
using MimeKit;
using MimeKit.Utils;

namespace MailAdmin.Server.Notices;

/// <summary>
/// Sends messages of the server, from the null reverse-path, so that nothing answers them (RFC 3834 §5, RFC 5321
/// §4.5.5). A mailbox that is full gets its notice as soon as there is room: until then the message waits in the queue.
/// </summary>
internal sealed class NoticeSender(IMailStorage storage, TimeProvider timeProvider)
{
    /// <summary>Sends a notice; it is stored when the task completes.</summary>
    public async Task SendAsync(Notice notice, CancellationToken cancellationToken)
    {
        StoreSettings settings = await storage.Directory.GetSettingsAsync(cancellationToken);
        DateTimeOffset now = timeProvider.GetUtcNow();
        using MimeMessage message = Compose(notice, settings.HostName, now);
        await using MessageSpool spool = storage.Mailboxes.CreateSpool();
        await WriteAsync(message, notice.To.IsInternational, spool, cancellationToken);
        NewMessage stored = new(spool, default, now);
        if (notice.Account is { } account
            && await TryAppendAsync(stored, MailboxId.InboxOf(account), cancellationToken))
        {
            return;
        }

        MessageOptions options = new()
        {
            UsesUtf8 = notice.To.IsInternational,
            Body = notice.To.IsInternational ? BodyType.EightBitMime : BodyType.SevenBit,
        };
        QueueItem item = ServerMail.ItemFor(notice.To, options, message.MessageId, notice.Subject, settings, now);
        await storage.Queue.CommitAsync(
            new MailCommit { Additions = [new NewQueueItem(stored, item)] }, cancellationToken);
    }

    private async Task<bool> TryAppendAsync(NewMessage message, MailboxId inbox, CancellationToken cancellationToken)
    {
        try
        {
            MailCommit commit = new() { Appends = [new AppendRequest(message, inbox, NamedFlags.None)] };
            await storage.Queue.CommitAsync(commit, cancellationToken);
            return true;
        }
        catch (MailException exception) when (exception.Error is MailError.OverQuota
            or MailError.MessageLargerThanQuota or MailError.TooManyMessages)
        {
            return false;
        }
    }

    private static MimeMessage Compose(Notice notice, string hostName, DateTimeOffset now)
    {
        TextPart text = new("plain") { Text = notice.Text };
        MimeMessage message = new(
            [new MailboxAddress($"Mail server {hostName}", $"postmaster@{hostName}")],
            [new MailboxAddress("", notice.To.ToString())],
            notice.Subject,
            notice.Page is { } page ? new Multipart("mixed", text, PartOf(page)) : text)
        {
            Date = now,
            MessageId = MimeUtils.GenerateMessageId(hostName),
        };
        message.Headers.Insert(0, "Return-Path", "<>");
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return message;
    }

    private static MimePart PartOf(NoticePage page) => new("text", "html")
    {
        FileName = page.FileName,
        ContentTransferEncoding = ContentEncoding.Base64,
        Content = new MimeContent(new MemoryStream(Encoding.UTF8.GetBytes(page.Html))),
        ContentType = { Charset = "utf-8" },
    };

    private static async Task WriteAsync(
        MimeMessage message, bool isInternational, MessageSpool spool, CancellationToken cancellationToken)
    {
        FormatOptions format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        format.International = isInternational;
        message.Prepare(isInternational ? EncodingConstraint.EightBit : EncodingConstraint.SevenBit);
        using MemoryStream bytes = new();
        await message.WriteToAsync(format, bytes, cancellationToken);
        await spool.WriteAsync(bytes.GetBuffer().AsMemory(0, (int)bytes.Length), cancellationToken);
        await spool.CompleteAsync(cancellationToken);
    }
}
