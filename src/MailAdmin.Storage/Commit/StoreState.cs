using MailAdmin.Storage.Content;
using MailAdmin.Storage.Directory;
using MailAdmin.Storage.Log;
using MailAdmin.Storage.Mailboxes;
using MailAdmin.Storage.Queue;

namespace MailAdmin.Storage.Commit;

/// <summary>Everything that is committed. The committer changes it; anyone reads it.</summary>
internal sealed class StoreState
{
    public StoreState(MessageLog log, TimeProvider timeProvider)
    {
        Log = log;
        Accounts = new AccountTable(timeProvider);
        Queue = new QueueState(Bodies);
    }

    public MessageLog Log { get; }

    public BodyTable Bodies { get; } = new();

    public AccountTable Accounts { get; }

    public QueueState Queue { get; }

    public DirectoryState Directory { get; } = new();

    public long MessageCount => Accounts.All.Sum(account => account.MessageCount);
}
