using MailAdmin.Contracts;
using MailAdmin.Protocols.Imap.Session;
using MailAdmin.Protocols.Imap.Syntax;
using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>APPEND: adds a message to a mailbox. RFC 9051 §6.3.12, RFC 3501 §6.3.11, RFC 4315 §3, RFC 7889 §4</summary>
/// <remarks>
/// Everything that can be refused is refused before the client is asked for the message, which then streams to the
/// store.
/// </remarks>
internal static class AppendCommand
{
    public static async ValueTask<ImapStatus> ExecuteAsync(
        ImapSession session, ImapArguments arguments, CancellationToken cancellationToken)
    {
        ImapReader reader = arguments.Read();
        if (arguments.Message is not { } literal || !reader.TryReadAppendOptions(out AppendOptions options))
        {
            return ImapReplies.BadArguments;
        }

        if (options.InternalDate > MessageInfo.LastInternalDate)
        {
            return ImapStatus.No("CANNOT", "The date is too late to be kept");
        }

        MailboxInfo target = await session.RequireMailboxAsync(options.Mailbox, cancellationToken);
        if (await RefuseAsync(session, literal.Length, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        MessageSpool spool = session.Mailboxes.CreateSpool();
        await using (spool)
        {
            MailException? fault = await ReceiveAsync(session, literal, spool);
            ReadOnlyMemory<byte>? rest = await session.Reader.ReadContinuationAsync(session.WaitToken);
            if (fault is not null)
            {
                await SkipRestAsync(session, rest);
                throw fault;
            }

            if (rest is not { IsEmpty: true })
            {
                await SkipRestAsync(session, rest);
                return ImapReplies.BadArguments;
            }

            if (literal.HasNul)
            {
                return ImapReplies.NulInMessage;
            }

            return await AddAsync(session, spool, target.Id, options, cancellationToken);
        }
    }

    private static async ValueTask<ImapStatus?> RefuseAsync(
        ImapSession session, long length, CancellationToken cancellationToken)
    {
        if (length == 0)
        {
            return ImapStatus.No("CANNOT", "Empty message");
        }

        if (length > session.Limits.MessageSize)
        {
            return ImapReplies.TooBig;
        }

        // The store decides at the commit; this check only saves the client from sending a message that will be
        // refused.
        AccountUsage usage = await session.Mailboxes.GetUsageAsync(session.Account, cancellationToken);
        bool fits = usage.Quota.IsUnlimited || usage.UsedSize + length <= usage.Quota.Bytes;
        return fits ? null : ImapErrors.For(MailError.OverQuota);
    }

    // Returns why the message cannot be stored, or null.
    private static async ValueTask<MailException?> ReceiveAsync(
        ImapSession session, PendingLiteral literal, MessageSpool spool)
    {
        try
        {
            return await session.Reader.ReceiveAsync(literal, spool, session.WaitToken)
                ? null
                : throw new IOException("The connection was closed within a message.");
        }
        catch (MailException fault)
        {
            return fault;
        }
    }

    private static async ValueTask<ImapStatus> AddAsync(
        ImapSession session,
        MessageSpool spool,
        MailboxId target,
        AppendOptions options,
        CancellationToken cancellationToken)
    {
        await spool.CompleteAsync(cancellationToken);
        ReadOnlyMemory<byte> structure;
        using (MessageContent content = spool.OpenContent())
        {
            structure = await Mime.MessageStructure.DeriveAsync(content, session.Limits, cancellationToken);
        }

        DateTimeOffset date = options.InternalDate ?? session.Context.Transport.TimeProvider.GetUtcNow();
        var request = new AppendRequest(new NewMessage(spool, structure, date), target, options.Flags);
        IReadOnlyList<AppendedMessage> appended =
            await session.Mailboxes.AppendAsync([request], session.Context.Id, cancellationToken);
        string code = FormattableString.Invariant($"APPENDUID {appended[0].UidValidity} {appended[0].Uid}");
        return ImapStatus.Ok(code, "APPEND completed");
    }

    // A second message (RFC 3502) is not supported; its bytes must not be read as commands.
    private static async ValueTask SkipRestAsync(ImapSession session, ReadOnlyMemory<byte>? rest)
    {
        PendingLiteral? next = rest is { } line ? CommandReader.FindLiteral(line.Span) : null;
        if (next is not null && !await session.Reader.SkipAsync(next, session.WaitToken))
        {
            session.End("Cannot find where the next command begins");
        }
    }
}
