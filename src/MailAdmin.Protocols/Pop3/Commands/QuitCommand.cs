using MailAdmin.Contracts;
using MailAdmin.Protocols.Pop3.Session;
using MailAdmin.Protocols.Tracing;
using MailAdmin.Protocols.Transport;

namespace MailAdmin.Protocols.Pop3.Commands;

/// <summary>
/// QUIT: deletes what is marked, and ends the session. What another session has removed already is gone just as well.
/// </summary>
/// <remarks>RFC 1939 §4, §6 (UPDATE state).</remarks>
internal static class QuitCommand
{
    public static async ValueTask<Pop3Reply> ExecuteAsync(
        Pop3Session session, ReadOnlyMemory<byte> arguments, CancellationToken cancellationToken)
    {
        if (session.Maildrop is not { } maildrop)
        {
            return Pop3Replies.Bye;
        }

        IMailboxes mailboxes = session.Context.Mailboxes;
        try
        {
            if (maildrop.DeletedUids is { Count: > 0 } deleted)
            {
                IReadOnlyList<RemovedMessage> described =
                    await session.Trace.DescribeAsync(maildrop.Mailbox, deleted, cancellationToken);
                IReadOnlyList<Uid> gone = await mailboxes.ExpungeAsync(
                    maildrop.Mailbox, deleted, onlyDeleted: false, session.Context.Id, cancellationToken);
                session.Trace.RecordRemoved(described, gone, Pop3Maildrop.Folder);
                ProtocolLog.MessagesDeleted(session.Logger, session.Context.Id, deleted.Count);
            }

            // What was read here is read for IMAP too.
            if (maildrop.RetrievedUids is { Count: > 0 } retrieved)
            {
                NamedFlags seen = new(SystemFlags.Seen, []);
                await mailboxes.ChangeFlagsAsync(
                    maildrop.Mailbox, retrieved, FlagChangeMode.Add, seen, null, session.Context.Id, cancellationToken);
            }
        }
        catch (MailException failure)
        {
            ProtocolLog.CommandRefused(session.Logger, session.Context.Id, "QUIT", failure.Error, failure);
            return Pop3Replies.NotDeleted;
        }

        return Pop3Replies.Bye;
    }
}
