using System.Runtime.CompilerServices;
using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Mime;
using MailAdmin.Requests;

namespace MailAdmin.Protocols.Imap.Searching;

/// <summary>
/// Finds messages for the administration by the keys of IMAP SEARCH, so that a cmdlet finds what a mail program finds.
/// Only times are compared to the tick here, not by day.
/// </summary>
public sealed class MailboxSearch
{
    private readonly IMailboxes mailboxes;
    private readonly ServerLimits limits;
    private readonly ContentSearch content = new(Pause);
    private readonly SearchKey program;
    private readonly bool withFields;

    /// <param name="mailboxes">The mailboxes.</param>
    /// <param name="limits">Limits on the depth and the number of parts that are read of a message.</param>
    /// <param name="filter">What is looked for; account and folder are not.</param>
    /// <param name="withFields">Whether the fields of messages that are found are read.</param>
    public MailboxSearch(IMailboxes mailboxes, ServerLimits limits, ContentFilter filter, bool withFields)
    {
        this.mailboxes = mailboxes;
        this.limits = limits;
        this.withFields = withFields;
        program = new GroupKey(KeysOf(filter), any: false);
    }

    /// <summary>
    /// The messages of a mailbox that match, by UID. One that is removed meanwhile, or is damaged, fits no criterion
    /// that needs its content, and has no fields.
    /// </summary>
    public async IAsyncEnumerable<(MessageInfo Message, MessageFields Fields)> FindAsync(
        MailboxSnapshot mailbox, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        SearchSubject subject = new();
        for (int i = 0; i < mailbox.Messages.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            subject.Message = mailbox.Messages.Span[i];
            subject.Sequence = (uint)i + 1;
            bool? known = program.Evaluate(subject);
            if (known == false)
            {
                continue;
            }

            MessageFields? fields = known == true && !withFields
                ? MessageFields.None
                : await OpenAsync(mailbox.Mailbox.Id, subject, known, cancellationToken);
            if (fields is not null)
            {
                yield return (subject.Message, fields);
            }
        }
    }

    private static ValueTask Pause(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.CompletedTask;
    }

    private static SearchText TextOf(string text)
    {
        _ = SearchText.TryCreate(Encoding.UTF8.GetBytes(text), charset: null, out SearchText searched);
        return searched;
    }

    private IEnumerable<SearchKey> KeysOf(ContentFilter filter)
    {
        if (filter.Uid is { } uids)
        {
            HashSet<long> wanted = [.. uids];
            yield return new InfoKey(subject => wanted.Contains(subject.Message.Uid.Value));
        }

        if (filter.Since is { } since)
        {
            yield return new InfoKey(subject => subject.Message.InternalDate >= since);
        }

        if (filter.Before is { } before)
        {
            yield return new InfoKey(subject => subject.Message.InternalDate < before);
        }

        if (filter.MinimumSize is { } minimum)
        {
            yield return new NotKey(SearchKeys.Smaller(minimum.Bytes));
        }

        if (filter.MaximumSize is { } maximum)
        {
            yield return new NotKey(SearchKeys.Larger(maximum.Bytes));
        }

        if (filter.Unread)
        {
            yield return new NotKey(SearchKeys.Flag(SystemFlags.Seen));
        }

        foreach (SearchKey key in TextKeysOf(filter))
        {
            yield return key;
        }
    }

    private IEnumerable<SearchKey> TextKeysOf(ContentFilter filter)
    {
        if (filter.Sender is { } sender)
        {
            yield return SearchKeys.Address(content, "FROM", TextOf(sender));
        }

        if (filter.Recipient is { } recipient)
        {
            SearchText text = TextOf(recipient);
            yield return new GroupKey(
                [SearchKeys.Address(content, "TO", text), SearchKeys.Address(content, "CC", text)], any: true);
        }

        if (filter.Subject is { } words)
        {
            yield return SearchKeys.Header(content, "SUBJECT", TextOf(words));
        }

        if (filter.Text is { } anywhere)
        {
            yield return SearchKeys.Text(content, TextOf(anywhere), inHeaders: true);
        }
    }

    // Null: it does not match.
    private async ValueTask<MessageFields?> OpenAsync(
        MailboxId mailbox, SearchSubject subject, bool? known, CancellationToken cancellationToken)
    {
        try
        {
            using MessageContent message =
                await mailboxes.OpenMessageAsync(mailbox, subject.Message.Uid, cancellationToken);
            subject.Structure = await MessageStructure.OpenAsync(message, limits, cancellationToken);
            content.Begin(message, subject.Structure);
            if (!(known ?? await program.ReadAsync(subject, cancellationToken)))
            {
                return null;
            }

            return withFields
                ? await MessageFields.ReadAsync(message, subject.Structure, limits, cancellationToken)
                : MessageFields.None;
        }
        catch (MailException unreadable) when (unreadable.Error is MailError.MessageNotFound)
        {
            return null;
        }
        catch (MailException damaged) when (damaged.Error is MailError.StoreFailed)
        {
            // It must neither hide the others nor be hidden itself where its content does not matter.
            return known == true ? MessageFields.None : null;
        }
    }
}
